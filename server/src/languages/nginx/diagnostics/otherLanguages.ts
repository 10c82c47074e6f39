import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../findings";
import { firstOnLine } from "../statement";
import { type Directive, walk } from "../tree";
import { makeFinding } from "./finding";
import type { Finding, Fix, Source } from "./model";

/** What is said of a directive that other languages have and nginx has not; undefined for any other. */
export function fromOtherLanguages(
  { name }: Directive,
  { path, tree: { text } }: Source,
): { readonly message: string; readonly fixes: readonly Fix[] } | undefined {
  if (name.quote !== "") return undefined;
  if (/^(?:else|elif|elseif|elsif)$/.test(name.value)) {
    const message = l10n.t(
      'nginx has no "{0}": write another "if" with the opposite condition, or a "map".',
      name.value,
    );
    return { message, fixes: [] };
  }
  const sign = /^(?:\/\/|\/\*)/.exec(name.value)?.[0];
  if (sign === undefined) return undefined;
  const at = { start: name.start, end: name.start + sign.length };
  return {
    message: l10n.t('A comment begins with "#" in nginx, and "{0}" is read as a directive.', sign),
    fixes: sign === "//" && firstOnLine(text, name.start) ? [changeTo(path, at, "#")] : [],
  };
}

const opening = /^[\u201c\u201d\u201e\u2018\u2019]/;
const curly = /[\u201c\u201d\u201e\u201f]/;

/** Words that begin with a quotation mark of word processors: nginx takes it for a letter. */
export function curlyQuotes({ path, tree }: Source): Finding[] {
  if (!curly.test(tree.text)) return [];
  const found: Finding[] = [];
  walk(tree, ({ args }) => {
    const first = args.find(({ quote, value }) => quote === "" && opening.test(value) && curly.test(value));
    const last = args.findLast(({ quote, value }) => quote === "" && curly.test(value));
    if (!first || !last) return;
    const written = tree.text.slice(first.start, last.end);
    const message = l10n.t("nginx knows the quotes \" and ' alone, and takes these for letters: {0}", written);
    const at = { start: first.start, end: last.end };
    const meant = written.replace(new RegExp(curly, "g"), '"');
    const fixes = written.includes('"') ? [] : [changeTo(path, at, meant)];
    found.push(makeFinding(path, "nginx-invalid-value", at, message, { severity: "warning", fixes }));
  });
  return found;
}
