import * as l10n from "@vscode/l10n";
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
  const title = l10n.t('Change to "{0}"', "#");
  const edits = [{ start: name.start, end: name.start + sign.length, text: "#" }];
  return {
    message: l10n.t('A comment begins with "#" in nginx, and "{0}" is read as a directive.', sign),
    fixes: sign === "//" && firstOnLine(text, name.start) ? [{ title, path, edits }] : [],
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
    const edits = [{ start: first.start, end: last.end, text: written.replace(new RegExp(curly, "g"), '"') }];
    const message = l10n.t("nginx knows the quotes \" and ' alone, and takes these for letters: {0}", written);
    const fixes = written.includes('"')
      ? []
      : [{ title: l10n.t('Change to "{0}"', edits[0]?.text ?? ""), path, edits }];
    const at = { start: first.start, end: last.end };
    found.push(makeFinding(path, "nginx-invalid-value", at, message, { severity: "warning", fixes }));
  });
  return found;
}
