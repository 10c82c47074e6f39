import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inspect } from "../../../server/src/project/inspect";
import { gunicornFindings, readJudged } from "../../../server/src/rules/gunicornFindings";
import { openFiles } from "../../../server/src/workspace/diskFiles";
import type { Files } from "../../../server/src/workspace/files";
import { walk } from "../../../server/src/workspace/walk";
import { applied, everyFile, everyKind, filesOf, planned } from "../scaffold/support";

/** `path: code message` of what is more than taste. */
function complaints(texts: Readonly<Record<string, string>>): string[] {
  const found = gunicornFindings(readJudged(filesOf(texts), Object.keys(texts), 4));
  return [...found].flatMap(([path, findings]) =>
    findings.filter(({ severity }) => severity !== "hint").map(({ code, message }) => `${path}: ${code} ${message}`),
  );
}

/** Every file of a folder, as a table. */
const textsOf = (files: Files): Record<string, string> =>
  Object.fromEntries(walk(files).files.map((path) => [path, files.text(path) ?? ""]));

describe("what Containerize writes is nothing to complain about", () => {
  test.each(Object.entries(everyKind))("%s", (_, facts) => {
    const texts = applied(everyFile, planned(filesOf(everyFile), facts));
    expect(Object.keys(texts)).toContain("gunicorn.conf.py");
    expect(complaints(texts)).toEqual([]);
  });

  test("of the example", () => {
    const files = openFiles(join(import.meta.dirname, "../../../docs/example"));
    const texts = textsOf(files);
    const whole = applied(texts, planned(filesOf(texts), inspect(files)));
    expect(Object.keys(whole)).toContain("gunicorn.conf.py");
    expect(complaints(whole)).toEqual([]);
  });

  test("but what is broken in it is found", () => {
    const texts = applied(everyFile, planned(filesOf(everyFile), everyKind.small));
    const conf = texts["gunicorn.conf.py"] ?? "";
    const broken = { ...texts, "gunicorn.conf.py": conf.replace('"0.0.0.0:8000"', '"127.0.0.1:8000"') };
    expect(complaints(broken)).toEqual([expect.stringContaining("gunicorn-loopback-in-container")]);
    const daemon = { ...texts, "gunicorn.conf.py": `${conf}daemon = True\n` };
    expect(complaints(daemon)).toEqual([expect.stringContaining("gunicorn-daemon-in-container")]);
  });
});
