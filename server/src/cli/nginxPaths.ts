import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { isNginxFile, type NginxFiles, nginxFiles } from "../languages/nginx/files";
import { homeOf, neighbours } from "../languages/nginx/neighbours";
import { fail, ok, type Result } from "../result";
import { openFiles } from "../workspace/diskFiles";
import type { Files } from "../workspace/files";
import { walk } from "../workspace/walk";

/** What one operand of `check` or `format` is about. */
export interface NginxPlace {
  readonly files: Files;
  /** A folder was given, not one file. */
  readonly folder: boolean;
  readonly nginx: NginxFiles;
  /** The files that were asked for, relative to the root of `files`. */
  readonly wanted: readonly string[];
  /** A path of `files` as it is shown: relative to the folder that was given, or the file just as it was given. */
  shown(path: string): string;
}

/** Opens the operand: a folder, whose files are found, or one file, which is taken for nginx's whatever its name. */
export function openPlace(operand: string): Result<NginxPlace> {
  const path = resolve(operand);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return fail("path-missing", l10n.t("There is no {0}: check the path.", operand));
  if (found.isDirectory()) {
    const files = openFiles(path);
    const wanted = walk(files).files.filter(isNginxFile);
    return ok({
      files,
      folder: true,
      nginx: nginxFiles(wanted, files.text, files.root),
      wanted,
      shown: (name) => name,
    });
  }
  const root = homeOf(path);
  const part = root !== dirname(path);
  const name = part ? `${basename(dirname(path))}/${basename(path)}` : basename(path);
  const files = openFiles(root);
  const text = files.text(name);
  if (text === undefined) {
    return fail(
      "path-unreadable",
      l10n.t("{0} cannot be read: check its permissions and that it is a text file.", operand),
    );
  }
  // Other files matter only to a file that includes some; a large folder is not walked for nothing.
  const others = /\binclude\b/.test(text) ? neighbours(files, true) : [];
  const paths = [...new Set([name, ...others])];
  return ok({
    files,
    folder: false,
    nginx: nginxFiles(paths, (path) => (path === name ? text : files.text(path)), files.root),
    wanted: [name],
    shown: (other) => (other === name ? operand : join(part ? dirname(dirname(operand)) : dirname(operand), other)),
  });
}
