import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complete } from "../../../../server/src/languages/nginx/features/completion";
import { hints } from "../../../../server/src/languages/nginx/features/hints";
import { hover } from "../../../../server/src/languages/nginx/features/hover";
import { links } from "../../../../server/src/languages/nginx/features/links";
import { folds, selections } from "../../../../server/src/languages/nginx/features/ranges";
import { definitions, references, rename } from "../../../../server/src/languages/nginx/features/references";
import { signature } from "../../../../server/src/languages/nginx/features/signature";
import { symbols } from "../../../../server/src/languages/nginx/features/symbols";
import { tokens } from "../../../../server/src/languages/nginx/features/tokens";
import type { View } from "../../../../server/src/languages/nginx/features/view";
import { formatDefaults, formatEdits } from "../../../../server/src/languages/nginx/format";
import { writtenSamples } from "../../../nginx/corpus";
import { type Change, seriesOfEdits } from "../../../nginx/edits";
import { asking, askingFolder } from "./askingFiles";
import { editing, type Reading } from "./editing";

/** The places of a text that are asked about. */
const places = 4;

/** Every file as a part of its configuration. */
const viewsOf = ({ files, read }: Reading): View[] =>
  files.paths.flatMap((path) => {
    const configuration = read.find(({ members }) => members.includes(path));
    const tree = files.tree(path);
    return configuration && tree ? [{ path, tree, files, configuration }] : [];
  });

/** What each feature of the language answers of a file, at places all over it. */
async function answersOf(view: View, at: number): Promise<Readonly<Record<string, unknown>>> {
  const { text } = view.tree;
  const offsets = Array.from({ length: places }, (_, index) => Math.floor(((index + at) / places) * text.length));
  return {
    symbols: symbols(view.tree),
    folding: folds(view.tree),
    colours: tokens(view),
    links: links(view),
    hints: hints(view, 0, text.length),
    layout: formatEdits(view.tree, formatDefaults),
    selections: offsets.map((offset) => selections(view, offset)),
    completion: offsets.map((offset) =>
      complete(view, offset).map(({ label, insert, start, end, rank }) => `${label} ${insert} ${start} ${end} ${rank}`),
    ),
    definitions: offsets.map((offset) => definitions(view, offset)),
    references: offsets.map((offset) => references(view, offset, true)),
    renaming: offsets.map((offset) => [...(rename(view, offset, "other") ?? [])]),
    hover: await Promise.all(offsets.map((offset) => hover(view, offset))),
    signature: await Promise.all(offsets.map((offset) => signature(view, offset))),
  };
}

/** Makes a series of edits, asks in between as an editor does, and compares the answers with those of a fresh reading. */
async function expectSame(
  texts: Readonly<Record<string, string>>,
  series: readonly (Change & { readonly file: number })[],
): Promise<void> {
  const folder = editing(texts);
  folder.kept();
  for (const change of series) {
    folder.edit(change);
    folder.kept();
  }
  const at = (series[0]?.at ?? 0) / 10_000;
  const [kept, fresh] = [viewsOf(folder.kept()), viewsOf(folder.fresh())];
  expect(kept.map(({ path }) => path)).toEqual(fresh.map(({ path }) => path));
  for (const [index, view] of kept.entries()) {
    const other = fresh[index];
    if (!other) continue;
    const expected = await answersOf(other, at);
    // To compare texts takes a tenth of the time.
    for (const [feature, answer] of Object.entries(await answersOf(view, at)))
      expect(`${feature} ${JSON.stringify(answer)}`).toBe(`${feature} ${JSON.stringify(expected[feature])}`);
  }
}

describe("after any series of edits, every answer is that of a fresh reading", () => {
  const inOne = (series: readonly Change[]) => series.map((change) => ({ ...change, file: 0 }));
  test("one file, any config", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writtenSamples("/x")), seriesOfEdits, ({ text }, series) =>
        expectSame({ "nginx.conf": text }, inOne(series)),
      ),
      { numRuns: 60, seed: 21 },
    );
  });
  test("one file in which blocks ask about each other", async () => {
    await fc.assert(
      fc.asyncProperty(seriesOfEdits, (series) => expectSame({ "nginx.conf": asking }, inOne(series))),
      { numRuns: 25, seed: 22 },
    );
  });
  test("files that include each other", async () => {
    await fc.assert(
      fc.asyncProperty(seriesOfEdits, fc.array(fc.nat(6), { minLength: 12, maxLength: 12 }), (series, picks) =>
        expectSame(
          askingFolder,
          series.map((change, index) => ({ ...change, file: picks[index] ?? 0 })),
        ),
      ),
      { numRuns: 12, seed: 23 },
    );
  });
});
