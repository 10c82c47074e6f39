import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findingsByFile } from "../../../../server/src/languages/nginx/configurations";
import { writtenSamples } from "../../../nginx/corpus";
import { type Change, seriesOfEdits } from "../../../nginx/edits";
import { asking, askingFolder } from "./askingFiles";
import { editing, type Reading } from "./editing";

/** All that comes of a configuration, as one text to be compared. */
function told({ files, read }: Reading): string {
  const found = [...findingsByFile(files, read)];
  const rest = read.map(({ root, context, members, config: { definitions, uses, listens, contexts } }) => [
    ...[root, context, members, [...contexts]],
    ...[definitions, uses].map((names) => names.map(({ directive, ...name }) => [name, directive.start])),
    ...listens.map(({ word, address, scope }) => [word.start, address, scope.opener?.end, scope.up?.context]),
  ]);
  return JSON.stringify([found, rest], undefined, 1);
}

/** Makes edits of files one after another, and compares what is remembered with what is read anew after each. */
function expectSame(
  texts: Readonly<Record<string, string>>,
  series: readonly (Change & { readonly file: number })[],
): void {
  const folder = editing(texts);
  told(folder.kept());
  for (const change of series) {
    folder.edit(change);
    expect(told(folder.kept())).toBe(told(folder.fresh()));
  }
}

describe("what is remembered of blocks changes no answer", () => {
  test("what a block inherits is that of the blocks that are now around it", () => {
    const certificate = "ssl_certificate a.pem;";
    const text = `events {}\nhttp {\n${certificate}\nserver { listen 443 ssl; ssl_certificate_key a.key; }\n}\n`;
    const at = (10_000 * (text.indexOf(certificate) + 0.5)) / text.length;
    const without = { at, gone: certificate.length, text: "", file: 0 };
    expectSame({ "nginx.conf": text }, [without]);
  });
  test("one file, any config", () => {
    fc.assert(
      fc.property(fc.constantFrom(...writtenSamples("/x")), seriesOfEdits, ({ text }, series) => {
        expectSame(
          { "nginx.conf": text },
          series.map((change) => ({ ...change, file: 0 })),
        );
      }),
      { numRuns: 300, seed: 12 },
    );
  });
  test("one file in which blocks ask about each other", () => {
    fc.assert(
      fc.property(seriesOfEdits, (series) => {
        expectSame(
          { "nginx.conf": asking },
          series.map((change) => ({ ...change, file: 0 })),
        );
      }),
      { numRuns: 150, seed: 13 },
    );
  });
  test("files that include each other", () => {
    fc.assert(
      fc.property(seriesOfEdits, fc.array(fc.nat(6), { minLength: 12, maxLength: 12 }), (series, picks) => {
        expectSame(
          askingFolder,
          series.map((change, index) => ({ ...change, file: picks[index] ?? 0 })),
        );
      }),
      { numRuns: 150, seed: 14 },
    );
  });
});
