import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

type Strings = Readonly<Record<string, string>>;

const root = join(import.meta.dirname, "../../..");
const read = (path: string): Strings => JSON.parse(readFileSync(join(root, path), "utf8"));
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g))].sort();
/** `[Text](command:...)`: what a click does is the same in every language. */
const links = (text: string): string[] => [...(text.match(/\]\([^)]*\)/g) ?? [])].sort();
/** What is code in a text stays code. */
const code = (text: string): string[] => [...(text.match(/`[^`]*`/g) ?? [])].sort();

const pairs: readonly (readonly [string, Strings, Strings])[] = [
  ["what the code says", read("l10n/bundle.l10n.json"), read("l10n/bundle.l10n.ko.json")],
  ["the manifest", read("package.nls.json"), read("package.nls.ko.json")],
];

describe("l10n/bundle.l10n.json", () => {
  it("has every string of the source, and no other: else run `node scripts/l10n.mjs`", { timeout: 120_000 }, () => {
    const fresh = execFileSync(process.execPath, [join(root, "scripts/l10n.mjs"), "--print"], { encoding: "utf8" });
    expect(Object.keys(read("l10n/bundle.l10n.json"))).toEqual(Object.keys(JSON.parse(fresh)));
  });
});

describe.each(pairs)("Korean of %s", (_name, english, korean) => {
  it("has the same keys as English", () => {
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
  });

  it("has the same placeholders, links and code, and is not empty", () => {
    for (const [key, text] of Object.entries(english)) {
      const translated = korean[key] ?? "";
      expect(translated, key).not.toBe("");
      expect(placeholders(translated), key).toEqual(placeholders(text));
      expect(links(translated), key).toEqual(links(text));
      expect(code(translated), key).toEqual(code(text));
    }
  });

  it("is Korean: a sentence of English words is not left as it is", () => {
    const sentences = Object.entries(english).filter(([, text]) => / /.test(text) && /[a-z]{3} [a-z]{2,}/.test(text));
    expect(sentences.filter(([key, text]) => korean[key] === text).map(([key]) => key)).toEqual([]);
  });
});

describe("package.nls.json", () => {
  it("has every text that the manifest asks for, and no other", () => {
    const asked = readFileSync(join(root, "package.json"), "utf8").matchAll(/"%([^%"]+)%"/g);
    expect([...new Set([...asked].map(([, key]) => key))].sort()).toEqual(Object.keys(read("package.nls.json")).sort());
  });
});
