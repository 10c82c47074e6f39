import fc from "fast-check";
import { edit } from "../../server/src/languages/nginx/tree";

/** One edit of any text. */
export interface Change {
  /** In ten-thousandths of the text's length. */
  readonly at: number;
  /** How many characters go. */
  readonly gone: number;
  readonly text: string;
}

/** The text after an edit. */
export function edited(text: string, { at, gone, text: piece }: Change): string {
  const start = Math.floor((at / 10_000) * text.length);
  return edit(text, [{ start, end: Math.min(text.length, start + gone), text: piece }]);
}

/** Pieces that leave a text whole more often than not, and pieces that tear it apart. */
const tame = [
  ...["", " ", "\n", "a", "\t", "#", "# no\n", "listen 80;", "; ;", "{ }", "x", "$", "\r\n", "\\", ";"],
  ...["location / {\n}\n", "server {\n  listen 80\n}\n", "map $a $b {\n x y;\n}\n", "${A}\n", "\t\n${B}", "proxy_pass"],
  ...["content_by_lua_block { a = '}' }\n", '"a b" ', "log_format x 'a'\n 'b';", "\nserver\n", "\nlisten 1\nroot /x\n"],
];
const wild = ["{", "}", '"', "'", "\n}\n", "content_by_lua_block {\n", "a {\n", "\ufeff"];

/** What is typed, pasted and deleted: where, how much goes, and what comes. */
export const seriesOfEdits: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    at: fc.noBias(fc.nat(9999)),
    gone: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ max: 80, min: 1 }),
    ),
    text: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...tame) },
      { weight: 3, arbitrary: fc.constantFrom(...wild) },
      { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
    ),
  }),
  { minLength: 1, maxLength: 12 },
);
