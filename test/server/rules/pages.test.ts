import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codes } from "../../../server/src/languages/gunicorn/diagnostics/codes";
import { ruleCodes } from "../../../server/src/rules/codes";
import { rules } from "../../../server/src/rules/registry";

const folder = join(process.cwd(), "docs/rules");

describe("each code has a page that says its severity, why, and what to write instead", () => {
  test.each([...Object.entries(codes), ...ruleCodes])("%s", (code, severity) => {
    const page = readFileSync(join(folder, `${code}.md`), "utf8");
    expect(page).toContain(`# ${code}\n`);
    expect(page).toMatch(new RegExp(`^Default severity: ${severity}\\b`, "m"));
    for (const heading of ["## Why", "## Instead of", "## Write"]) expect(page).toContain(`\n${heading}\n`);
  });
});

test("every page of Gunicorn's is that of a code, and every code has one", () => {
  const pages = readdirSync(folder).flatMap((name) => (name.startsWith("gunicorn-") ? name.replace(".md", "") : []));
  expect(pages.sort()).toEqual([...ruleCodes.keys(), ...Object.keys(codes)].sort());
});

test("docs/gunicorn.md has every code with its severity", () => {
  const overview = readFileSync(join(process.cwd(), "docs/gunicorn.md"), "utf8");
  const told = [...overview.matchAll(/^\| \[([\w-]+)\]\(rules\/\1\.md\) \| (\w+)/gm)].map(([, code, severity]) => [
    code,
    severity,
  ]);
  expect(Object.fromEntries(told)).toEqual({ ...codes, ...Object.fromEntries(ruleCodes) });
});

test("each rule is a file of its name", () => {
  const files = readdirSync(join(process.cwd(), "server/src/rules/gunicorn"));
  expect(files).toHaveLength(rules.length);
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
});
