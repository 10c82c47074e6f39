import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { reparse } from "../../../../server/src/languages/nginx/reparse";
import { type Block, type Item, type NginxTree, walk } from "../../../../server/src/languages/nginx/tree";
import { writtenSamples } from "../../../nginx/corpus";
import { edited, seriesOfEdits } from "../../../nginx/edits";

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

function blocksOf(tree: NginxTree): Set<Block> {
  const blocks = new Set<Block>();
  walk(tree, ({ block }) => block && blocks.add(block));
  return blocks;
}

describe("a tree after edits is that of a fresh parse", () => {
  const samples = writtenSamples("/x");
  test.each([false, true])("template: %s", (template) => {
    let all = 0;
    let takenOver = 0;
    fc.assert(
      fc.property(fc.constantFrom(...samples), seriesOfEdits, ({ text }, series) => {
        let now = text;
        let tree = parseNginx(now, { template });
        for (const change of series) {
          now = edited(now, change);
          const before = blocksOf(tree);
          tree = reparse(tree, now, { template }).tree;
          const after = blocksOf(tree);
          if (tree.strict) {
            all += after.size;
            takenOver += [...after].filter((block) => before.has(block)).length;
          }
          expect(tree.text).toBe(now);
          expect(plain(tree)).toEqual(plain(parseNginx(now, { template })));
        }
      }),
      { numRuns: 500, seed: 11 },
    );
    // Were every text with braces out of balance read anew, this would say nothing of them.
    expect(takenOver / all).toBeGreaterThan(0.3);
  });
});
