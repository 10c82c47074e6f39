import { describe, expect, test } from "vitest";
import { filesOf, planned, smallFiles } from "./support";

const notesOf = (path: string, text: string) => planned(filesOf({ ...smallFiles, [path]: text })).notes.join("\n");

describe("a Dockerfile of the user's", () => {
  test.each([
    { text: "FROM python\nCMD flask run\n", missing: "nginx, web" },
    { text: "FROM python AS web\nFROM nginx AS proxy\n", missing: "nginx" },
  ])("lacks a stage that compose builds: $missing", ({ text, missing }) => {
    expect(notesOf("Dockerfile", text)).toContain(`has no stage ${missing},`);
  });
  test("that has them is left in peace", () => {
    expect(notesOf("Dockerfile", "FROM nginx AS nginx\nFROM python AS web\n")).not.toContain("stage");
  });
});

describe("a .dockerignore of the user's", () => {
  test.each([
    { text: "nginx\n", says: "!nginx/nginx.conf" },
    { text: "*\n!app.py\n", says: "!requirements.txt !nginx/nginx.conf !gunicorn.conf.py" },
    { text: "**/*.txt\n", says: "!requirements.txt" },
  ])("that drops what the build reads is told of: $text", ({ text, says }) => {
    expect(notesOf(".dockerignore", text)).toContain(says);
  });
  test.each(["docs\n", "*.md\n", "# nginx\n", "*\n!requirements.txt\n!nginx\n!gunicorn.conf.py\n!app.py\n"])(
    "that does not is left in peace: %j",
    (text) => {
      expect(notesOf(".dockerignore", text)).not.toContain("dockerignore");
    },
  );
});

test("leaving out what the Dockerfile copies is told of", () => {
  expect(planned(filesOf(smallFiles), {}, { without: ["nginx/nginx.conf"] }).notes.join()).toContain(
    "nginx/nginx.conf",
  );
});
