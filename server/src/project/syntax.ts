import * as l10n from "@vscode/l10n";
import { readConfigFile } from "../languages/gunicorn/configFile/file";
import { syntaxErrors } from "../languages/gunicorn/diagnostics/syntax";
import type { Reach } from "./reach";
import type { Source } from "./sources";

/** The first place of a file that Python cannot read: no server can import it. */
export interface Broken {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** What is wrong there, already translated. */
  readonly message: string;
}

/** Characters; code that people write is shorter. */
const longest = 300_000;

/** Each of these files has to be parsed, so no more are looked through. */
const mostRead = 20;

/**
 * What Python cannot read of the app's own module and of those that it imports, each with its first mistake. Of the
 * own module every mistake is found; of the others those that a parser stumbles over, which costs less.
 * @param app the path of the app's own module; where none was found, a mistake may hide it, so it is looked for in what
 * mentions Flask
 */
export function findBroken(own: readonly Source[], app: string | undefined, reach: Reach): readonly Broken[] {
  const reached = new Set(app === undefined ? [] : [...reach(app, mostRead)].slice(0, mostRead));
  const read = own.filter((it) =>
    app === undefined ? it.mentions("lask") && it.matches(/\bFlask\b/) : reached.has(it.path),
  );
  return read.slice(0, mostRead).flatMap((source) => {
    const undecodable = source.undecodable();
    if (undecodable !== undefined) return [{ file: source.path, line: undecodable, message: notUtf8() }];
    const { text, lineAt, misread } = source.python();
    if (text.length > longest || (source.path !== app && !misread())) return [];
    const file = readConfigFile(source.path, withoutFormFeeds(text));
    for (const { start, message } of syntaxErrors({ file })) {
      return [{ file: source.path, line: lineAt(start), message }];
    }
    return [];
  });
}

const notUtf8 = (): string =>
  l10n.t("It is not UTF-8. Save it as UTF-8, or name its encoding on the first line (# -*- coding: cp949 -*-).");

/** Python takes a form feed for a space, and for a new beginning of its line, which the parser does not. */
const withoutFormFeeds = (text: string): string => text.replace(/^([ \t]*)\f/gm, "$1\n").replaceAll("\f", " ");
