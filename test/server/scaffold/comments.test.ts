import { describe, expect, test } from "vitest";
import { commentsOf, translateComments } from "../../../server/src/scaffold/comments";
import { korean } from "../../../server/src/scaffold/comments.ko";
import { everyFile, everyKind, filesOf, planned } from "./support";

const procfiles = [
  "gunicorn app:app -w 3 --threads 4 --timeout 120 --graceful-timeout 50 --max-requests 500 --preload",
  "gunicorn app:app -k sync",
  "gunicorn app:app -k gevent",
].map((command) => ({ ...everyFile, Procfile: `web: ${command}\n` }));
const gevent = { requirements: [{ name: "gevent", text: "gevent" }] };
const written = [
  ...Object.values(everyKind).flatMap((facts) => planned(filesOf(everyFile), facts).files),
  ...procfiles.flatMap((files) => planned(filesOf(files), gevent).files),
];
const comments = new Set(written.flatMap(({ content }) => commentsOf(content)));

test("every comment of every file has its Korean", () => {
  expect([...comments].filter((comment) => !Object.hasOwn(korean, comment))).toEqual([]);
});

test("there is no Korean of a comment that no file has", () => {
  expect(Object.keys(korean).filter((comment) => !comments.has(comment))).toEqual([]);
});

test.each(Object.entries(everyKind))("in Korean, only the comments differ: %s", (_, facts) => {
  const code = (text: string) =>
    text
      .split("\n")
      .filter((line) => !/^\s*# /.test(line))
      .map((line) => line.replace(/[0-9a-f]{48}/, "secret"));
  const english = planned(filesOf(everyFile), facts).files.filter(({ path }) => !path.endsWith(".json"));
  const translated = planned(filesOf(everyFile), facts, { language: "ko" }).files;
  for (const { path, content } of english) {
    const other = translated.find((file) => file.path === path)?.content ?? "";
    expect(code(other)).toEqual(code(content));
    expect(commentsOf(other).filter((comment) => !/[가-힣]/.test(comment))).toEqual([]);
  }
});

describe("what is a comment", () => {
  test.each([
    { text: "# a\n# b\nx", comments: ["a b"] },
    { text: "# a\n\n# b\n", comments: ["a", "b"] },
    { text: "# a\n    # b\n", comments: ["a", "b"] },
    { text: "#gzip on;\nx # y", comments: [] },
  ])("$text", ({ text, comments }) => {
    expect(commentsOf(text)).toEqual(comments);
  });
  test("an unknown one stays English", () => {
    expect(translateComments("# nobody wrote this\n", "ko")).toBe("# nobody wrote this\n");
  });
});
