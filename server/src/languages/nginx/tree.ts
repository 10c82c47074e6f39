/**
 * The lossless tree of an nginx config. All offsets are UTF-16 positions in the text that was parsed, ends exclusive.
 * What lies between two leaves of the tree is white space (blank, tab, CR, LF) and nothing else.
 */

import type { Edit } from "../../findings";

/** One word as nginx cuts it: `start..end` includes the quotes, `value` is what nginx makes of it. */
export interface Word {
  readonly start: number;
  readonly end: number;
  /** Without the quotes, with `\"`, `\'`, `\\`, `\t`, `\r`, `\n` resolved, as nginx's modules get it. */
  readonly value: string;
  readonly quote: "" | '"' | "'";
}

export interface Comment {
  readonly kind: "comment";
  /** From the `#` to the end of the line, the line feed left out. */
  readonly start: number;
  readonly end: number;
}

/** Something that stands where nginx allows nothing: a `}` or `;` too many. */
export interface Stray {
  readonly kind: "stray";
  readonly start: number;
  readonly end: number;
}

/** `${NAME}` alone on a line of an envsubst template: whole directives are put there before nginx reads the file. */
export interface Placeholder {
  readonly kind: "placeholder";
  readonly start: number;
  readonly end: number;
}

/** A directive, or (where its parent's block holds values) an entry of a `map`, `geo`, `types`, ... */
export interface Directive {
  readonly kind: "directive";
  readonly name: Word;
  readonly args: readonly Word[];
  /** What ended the words; "" where the `;` or `{` is missing. */
  readonly terminator: ";" | "{" | "";
  /** Offset of the terminator; where it is missing, where it belongs. */
  readonly stop: number;
  /** Comments among the words, such as one after each line of a long `log_format`. */
  readonly comments: readonly Comment[];
  readonly block: Block | undefined;
  readonly parent: Directive | undefined;
  readonly start: number;
  /** Past the `;` or the `}`. */
  readonly end: number;
}

export interface Block {
  /** `directives`; `values`: the entries of a map-like block; `raw`: Lua, not nginx's language (no items). */
  readonly kind: "directives" | "values" | "raw";
  /** Offset of `{`. */
  readonly open: number;
  /** Offset of `}`; where it is missing, where it belongs, and `closed` is false. */
  readonly close: number;
  readonly closed: boolean;
  readonly items: readonly Item[];
}

export type Item = Directive | Comment | Stray | Placeholder;

/** What nginx's reader itself would not take. */
export type SyntaxCode =
  | "nginx-missing-semicolon"
  | "nginx-missing-open-brace"
  | "nginx-missing-close-brace"
  | "nginx-unclosed-quote"
  | "nginx-unexpected-character"
  | "nginx-word-too-long"
  | "nginx-byte-order-mark"
  | "nginx-invalid-regex";

export interface SyntaxFault {
  readonly code: SyntaxCode;
  /** What to underline: it begins where the fault is, and reaches to where nginx notices it when that is near. */
  readonly start: number;
  readonly end: number;
  /** The word or character that the message names. */
  readonly subject: string;
  /** What would mend it, where that is certain enough to be offered. */
  readonly fix?: Edit;
  /** Offset of where nginx notices it, when that is elsewhere. */
  readonly noticed?: number;
}

export interface NginxTree {
  readonly text: string;
  readonly items: readonly Item[];
  readonly errors: readonly SyntaxFault[];
  /** Present where braces are out of balance: the same text as nginx reads it, without guessing where a brace belongs. */
  readonly strict?: NginxTree;
}

export type { Edit };

/**
 * Calls `visit` for every directive in the order of the text, parents first, entries of value blocks included.
 * A visitor that answers false keeps the walk out of that directive's block.
 */
export function walk(tree: { readonly items: readonly Item[] }, visit: (directive: Directive) => unknown): void {
  for (const item of tree.items) {
    if (item.kind === "directive" && visit(item) !== false && item.block) walk(item.block, visit);
  }
}

/**
 * The text with the edits made. They may come in any order and must not overlap (two at one offset keep their order).
 * To change directives of a config: `walk` it, push an edit from `word.start` to `word.end` for each argument to be
 * replaced (`quoteWord` makes any value a word), or from `directive.start` to `directive.end` to drop it, then `edit`.
 */
export function edit(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const change of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(text.slice(at, change.start), change.text);
    at = change.end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** The value written so that nginx reads exactly it back as one word: bare where that is possible, else in quotes. */
export function quoteWord(value: string): string {
  if (value !== "" && !/[\s;{}"'\\#]/.test(value)) return value;
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

/** Every leaf of the tree in order, as ranges: with the white space between them they are the whole text. */
export function leaves(items: readonly Item[]): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const item of items) {
    if (item.kind !== "directive") {
      found.push(item);
      continue;
    }
    found.push(...[item.name, ...item.args, ...item.comments].sort((a, b) => a.start - b.start));
    if (item.terminator) found.push({ start: item.stop, end: item.stop + 1 });
    const { block } = item;
    if (!block) continue;
    if (block.kind === "raw") found.push({ start: block.open + 1, end: block.close });
    for (const leaf of leaves(block.items)) found.push(leaf);
    if (block.closed) found.push({ start: block.close, end: block.close + 1 });
  }
  return found;
}
