import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { reparse } from "../../../../server/src/languages/nginx/reparse";
import { edit, type Item, type NginxTree } from "../../../../server/src/languages/nginx/tree";
import { writtenSamples } from "../../../nginx/corpus";

/** A tree without its circles: each directive names the place of its parent instead. */
const plain = ({ items, errors, strict }: NginxTree): unknown => ({
  items: items.map(plainItem),
  errors,
  strict: strict && plain(strict),
});

const plainItem = (item: Item): unknown =>
  item.kind === "directive"
    ? {
        ...item,
        parent: item.parent?.start,
        block: item.block && { ...item.block, items: item.block.items.map(plainItem) },
      }
    : item;

/** Pieces that leave a text whole more often than not, and pieces that tear it apart. */
const tame = [
  ...["", " ", "\n", "a", "\t", "#", "# no\n", "listen 80;", "; ;", "{ }", "x", "$", "\r\n", "\\", ";"],
  ...["location / {\n}\n", "server {\n  listen 80\n}\n", "map $a $b {\n x y;\n}\n", "${A}\n", "\t\n${B}", "proxy_pass"],
  ...["content_by_lua_block { a = '}' }\n", '"a b" ', "log_format x 'a'\n 'b';", "\nserver\n", "\nlisten 1\nroot /x\n"],
];
const wild = ["{", "}", '"', "'", "\n}\n", "content_by_lua_block {\n", "a {\n", "\ufeff"];

/** What is typed, pasted and deleted: where, how much goes, and what comes. */
const edits = fc.array(
  fc.record({
    at: fc.noBias(fc.nat(9999)),
    gone: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ max: 80, min: 1 }),
    ),
    text: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...tame) },
      { weight: 1, arbitrary: fc.constantFrom(...wild) },
      { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

describe("a tree after edits is that of a fresh parse", () => {
  const samples = writtenSamples("/x");
  test.each([false, true])("template: %s", (template) => {
    let anew = 0;
    let all = 0;
    fc.assert(
      fc.property(fc.constantFrom(...samples), edits, ({ text }, series) => {
        let now = text;
        let tree = parseNginx(now, { template });
        for (const { at, gone, text: piece } of series) {
          const start = Math.floor((at / 10_000) * now.length);
          now = edit(now, [{ start, end: Math.min(now.length, start + gone), text: piece }]);
          const again = reparse(tree, now, { template });
          tree = again.tree;
          all++;
          if (!again.moved) anew++;
          expect(tree.text).toBe(now);
          expect(plain(tree)).toEqual(plain(parseNginx(now, { template })));
        }
      }),
      { numRuns: 500, seed: 11 },
    );
    // Were every text read anew, this would say nothing.
    expect(anew / all).toBeLessThan(0.7);
  });
});
