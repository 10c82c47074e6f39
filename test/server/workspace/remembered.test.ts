import { describe, expect, test } from "vitest";
import type { Files } from "../../../server/src/workspace/files";
import { rememberedByFiles, rememberedLast } from "../../../server/src/workspace/remembered";
import { filesOf } from "../project/support";

/** The names that a file lists, with what is in them: it reads one file to know which others to read. */
function counted() {
  const read: string[] = [];
  const all = (files: Files, start: string): string =>
    (files.text(start) ?? "")
      .split(" ")
      .map((path) => {
        read.push(path);
        return files.text(path) ?? `no ${path}`;
      })
      .join();
  return { all, read };
}

const texts = { start: "a b", a: "1", b: "2", c: "3" };
/** Folders are the same arrays for as long as they are the same, as the language server keeps them. */
const withTexts = (base: Files, other: Record<string, string>): Files => ({
  ...base,
  text: (path) => other[path] ?? base.text(path),
});

describe("what was read of files is read again only where one of them is another", () => {
  const base = filesOf(texts);
  test.each<[string, Record<string, string>, number, string]>([
    ["nothing", {}, 2, "1,2"],
    ["a file that was not looked at", { c: "4" }, 2, "1,2"],
    ["the same text, made anew", { a: ["1", ""].join("") }, 2, "1,2"],
    ["a file that was looked at", { b: "4" }, 4, "1,4"],
    ["the file that says which", { start: "a c d" }, 5, "1,3,no d"],
  ])("%s changed", (_, other, times, expected) => {
    const { all, read } = counted();
    const remembered = rememberedByFiles(all);
    expect(remembered(base, "start")).toBe("1,2");
    expect(remembered(withTexts(base, other), "start")).toBe(expected);
    expect(read).toHaveLength(times);
  });

  test("a file that was not there, and came", () => {
    const remembered = rememberedByFiles(counted().all);
    const before = withTexts(base, { start: "a d" });
    expect(remembered(before, "start")).toBe("1,no d");
    expect(remembered(withTexts(before, { d: "new" }), "start")).toBe("1,new");
  });

  test("another question", () => {
    const { all, read } = counted();
    const remembered = rememberedByFiles(all);
    remembered(base, "start");
    expect(remembered(base, "c")).toBe("no 3");
    expect(read).toHaveLength(3);
  });

  test("a folder that was listed", () => {
    let times = 0;
    const remembered = rememberedByFiles((files: Files) => {
      times++;
      return files.list(".").map(({ name }) => name);
    });
    const list = base.list(".");
    const same = { ...base, list: () => list };
    expect(remembered(same)).toBe(remembered(same));
    expect(times).toBe(1);
    const more = [...list, { name: "new", kind: "file" as const }];
    expect(remembered({ ...base, list: () => more })).toContain("new");
    expect(times).toBe(2);
  });

  test("what one that is remembered looked at counts for one that asks it", () => {
    const inner = rememberedByFiles((files: Files) => files.text("a"));
    const outer = rememberedByFiles((files: Files, mark: string) => `${mark}${inner(files)}`);
    expect(outer(base, "x")).toBe("x1");
    expect(outer(base, "y")).toBe("y1");
    expect(outer(withTexts(base, { a: "9" }), "y")).toBe("y9");
  });
});

test("the last answer is given again for the same question, and no other", () => {
  const make = rememberedLast((one: string, other: number) => [one, other]);
  const first = make("a", 1);
  expect(make("a", 1)).toBe(first);
  expect(make("a", 2)).toEqual(["a", 2]);
  expect(make("a", 1)).toEqual(first);
});
