import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { reparse } from "../../../../server/src/languages/nginx/reparse";
import type { Item, NginxTree } from "../../../../server/src/languages/nginx/tree";
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

describe("a tree after edits is that of a fresh parse", () => {
  const samples = writtenSamples("/x");
  test.each([false, true])("template: %s", (template) => {
    let anew = 0;
    let all = 0;
    fc.assert(
      fc.property(fc.constantFrom(...samples), seriesOfEdits, ({ text }, series) => {
        let now = text;
        let tree = parseNginx(now, { template });
        for (const change of series) {
          now = edited(now, change);
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
