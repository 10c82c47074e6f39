import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../findings";
import { directiveSpecs } from "../catalog/catalog";
import { firstFrom } from "../firstFrom";
import type { Directive, Word } from "../tree";
import type { Checking, Fix, Source } from "./model";

/** What is said of a slip of the pen, and how it is mended. */
export interface Slip {
  readonly message: string;
  readonly fixes: readonly Fix[];
}

const changed = (text: string, path: string, start: number, end: number): readonly Fix[] => [
  changeTo(path, { start, end }, text),
];

/**
 * Why a word is read as a directive that there is not: the name of one with what follows it in the same word, such as
 * `location/`, `if($a` and `root:`, or what is left of a value.
 */
export function notADirective(directive: Directive, source: Source): Slip | undefined {
  const { name } = directive;
  const { path } = source;
  const [, known, sign = "", rest = ""] = /^([a-z_]\w*)([:=(/~^@\u00a0])(.*)$/s.exec(name.value) ?? [];
  if (name.quote !== "") return undefined;
  if (known === undefined || !directiveSpecs(known)) return cutOff(directive, source);
  const assigns = sign === ":" || (sign === "=" && known !== "location");
  if (sign === "\u00a0") {
    const message = l10n.t(
      'After "{0}" stands a no-break space, which nginx takes for a letter: write a plain one.',
      known,
    );
    return { message, fixes: changed(`${known} ${rest}`, path, name.start, name.end) };
  }
  if (!assigns) {
    const message = l10n.t('There must be a blank after "{0}".', known);
    return { message, fixes: changed(`${known} ${sign}${rest}`, path, name.start, name.end) };
  }
  const fixed = rest === "" ? known : `${known} ${rest}`;
  return { message: assignment(sign), fixes: changed(fixed, path, name.start, name.end) };
}

const assignment = (sign: string): string =>
  l10n.t('nginx has no "{0}" between a directive and its value: a blank is enough.', sign);

/** A value that ends at a `;` of its own, as in `add_header A max-age=1; b;`: what follows is read as a directive. */
function cutOff(directive: Directive, { path, tree }: Source): Slip | undefined {
  const siblings = directive.parent?.block?.items ?? tree.items;
  const before = siblings[firstFrom(siblings, directive.start) - 1];
  if (before?.kind !== "directive" || !/header$/.test(before.name.value)) return undefined;
  const value = before.args[1];
  const whole = value && tree.text.slice(value.start, directive.stop).trimEnd();
  if (!value || !whole || directive.terminator !== ";" || /["\n]/.test(whole)) return undefined;
  const message = l10n.t('The value of "{0}" ends at its first ";": put quotes around all of it.', before.name.value);
  return { message, fixes: changed(`"${whole}"`, path, value.start, value.start + whole.length) };
}

/** Why a directive has too many words. */
export function miscounted({ directive, spec, source: { path, tree } }: Checking): Slip | undefined {
  const { args, name } = directive;
  const first = args[0];
  const last = args.at(-1);
  if (!first || !last || args.length <= spec.max) return undefined;
  if (first.quote === "" && /^[=:]$/.test(first.value)) {
    const edits = [{ start: name.end, end: first.end, text: "" }];
    return { message: assignment(first.value), fixes: [{ title: l10n.t('Remove "{0}"', first.value), path, edits }] };
  }
  if (spec.max !== 1 || tree.text.slice(name.end, last.end).includes("\n")) return undefined;
  if (args.length === 2 && /^\d+$/.test(first.value) && /^[a-z]{1,3}$/i.test(last.value)) {
    const together = first.value + last.value;
    const message = l10n.t('A number and its unit are one word: "{0}".', together);
    return { message, fixes: changed(together, path, first.start, last.end) };
  }
  if (name.value !== "auth_basic" || args.some(({ quote }) => quote !== "")) return undefined;
  const quoted = `"${tree.text.slice(first.start, last.end)}"`;
  return {
    message: l10n.t("A text with blanks in it needs quotes."),
    fixes: changed(quoted, path, first.start, last.end),
  };
}

/** A header whose value has blanks and no quotes. */
export function headerSlip({ directive, source: { path, tree } }: Checking): Slip | undefined {
  const value = directive.args[1];
  const last = directive.args.at(-1);
  const whole = value && last && tree.text.slice(value.start, last.end);
  if (!whole || value.quote !== "" || /["\n]/.test(whole)) return undefined;
  const message = l10n.t("A text with blanks in it needs quotes.");
  return { message, fixes: changed(`"${whole}"`, path, value.start, last.end) };
}

/** What `if` has not, and other languages have. */
export function conditionSlip(args: readonly Word[]): { readonly word: Word; readonly message: string } | undefined {
  const joining = args.find(({ value, quote }) => quote === "" && /^(?:&&|\|\||and|or)$/i.test(value));
  if (joining) {
    const message = l10n.t(
      'The condition of an "if" is one comparison, without "{0}": compare both texts at once, or use a "map".',
      joining.value,
    );
    return { word: joining, message };
  }
  const first = args[0];
  if (!first || first.value.startsWith("(")) return undefined;
  return { word: first, message: l10n.t('The condition of an "if" stands in parentheses: if ($a = b).') };
}

/** An address as it is written where nginx wants neither a scheme nor a path. */
export function addressSlip(text: string): string | undefined {
  if (/^\w+:\/\//.test(text)) return l10n.t("it is written without the scheme, as host:port");
  return /^[\w.-]+(?::\d+)?\//.test(text) ? l10n.t("it is written without a path, as host:port") : undefined;
}
