import * as l10n from "@vscode/l10n";
import { makeFinding } from "./finding";
import type { Finding, Source } from "./model";

/** `{{ name }}` and `{% if %}` of Jinja, Go and others, with a word in it. */
const marks = /\{\{[^{};\n]*\w[^{};\n]*\}\}|\{%[^\n]*?%\}/g;

/**
 * What is said of a file from which another program makes nginx's: that alone, for nothing else of it can be judged.
 * Undefined where nginx may read the file itself, as with such a mark in quotes.
 */
export function otherTemplate({ path, tree: { text, errors } }: Source): Finding | undefined {
  if (errors.length === 0 || !/\{[{%]/.test(text)) return undefined;
  for (const { 0: mark, index } of text.matchAll(marks)) {
    const end = index + mark.length;
    if (!errors.some((error) => index <= error.start && error.start <= end)) continue;
    const message = l10n.t(
      'nginx does not know "{0}" of template languages, so nothing of this file is checked: call it .j2 or .tmpl if another program makes the configuration from it.',
      mark.slice(0, 2),
    );
    return makeFinding(path, "nginx-unexpected-character", { start: index, end }, message, { severity: "warning" });
  }
  return undefined;
}
