import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { gunicornCatalog } from "../../../../server/src/languages/gunicorn/catalog/catalog";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { checkConfigFile } from "../../../../server/src/languages/gunicorn/diagnostics/check";
import { lineCounter } from "../../../../server/src/languages/lines";
import { gunicornConf } from "../../../../server/src/scaffold/gunicornConf";
import { type Answer, askGunicorn, gunicornSources, gunicornsToCompare } from "../../../gunicorn/judge";
import { makeConfigFile, slip } from "../../../gunicorn/mutate";
import { randomFrom } from "../../../random";
import { blueprintOf, everyKind } from "../../scaffold/support";
import { expand, readSnippets } from "../../snippets/read";

const newest = gunicornCatalog().release;
const gunicorns = await gunicornsToCompare();
const sources = await gunicornSources(newest);
const compared = describe.skipIf(!gunicorns);
const refusing = new Set<string>(["gunicorn-syntax", "gunicorn-invalid-value", "gunicorn-hook-parameters"]);
const show = (all: readonly string[]): void => {
  if (process.env.FLASK_STACK_SHOW) console.info(all.slice(0, 40).join("\n----------\n"));
};

compared.each(gunicorns?.releases ?? [""])("whole config files, judged by Gunicorn %s", (release) => {
  const random = randomFrom(20);
  const files = Array.from({ length: 600 }, () => makeConfigFile(release, random));
  let answers: readonly Answer[] = [];

  beforeAll(() => {
    if (gunicorns) answers = askGunicorn(gunicorns, release, { files });
  }, 300_000);

  test("are refused and taken alike, and none that it takes has an error", () => {
    const falseAlarms: string[] = [];
    const missed: string[] = [];
    files.forEach((text, index) => {
      const [taken, said] = answers[index] ?? [];
      const findings = checkConfigFile(readConfigFile("gunicorn.conf.py", text), {
        version: release,
        exists: () => false,
      });
      const refused = findings.filter(({ code }) => refusing.has(code));
      const told = refused.map(({ message, severity }) => `${severity}: ${message}`).join("\n");
      if (taken && refused.some(({ severity }) => severity === "error")) falseAlarms.push(`${text}\n${told}`);
      if (!taken && refused.length === 0) missed.push(`${text}\n${String(said).slice(-400)}`);
    });
    const agreed = files.length - falseAlarms.length - missed.length;
    const refusedCount = answers.filter(([taken]) => !taken).length;
    console.info(`Gunicorn ${release}: ${agreed} of ${files.length} files alike, ${refusedCount} of them refused`);
    show([...falseAlarms, ...missed]);
    expect(falseAlarms).toEqual([]);
    expect(agreed / files.length).toBeGreaterThan(0.98);
  });
});

compared("slips of the keyboard, judged by Python", () => {
  const random = randomFrom(7);
  const files = Array.from({ length: 1500 }, () => slip(makeConfigFile(newest, random), random));
  let answers: readonly Answer[] = [];

  beforeAll(() => {
    if (gunicorns) answers = askGunicorn(gunicorns, newest, { sources: files });
  }, 300_000);

  test("are found where they are, and nothing else is", () => {
    const falseAlarms: string[] = [];
    const missed: string[] = [];
    const elsewhere: string[] = [];
    files.forEach((text, index) => {
      const [taken, line] = answers[index] ?? [];
      const findings = checkConfigFile(readConfigFile("gunicorn.conf.py", text), {});
      const [first] = findings.filter(({ code }) => code === "gunicorn-syntax");
      const own = first ? lineCounter(text)(first.start) + 1 : undefined;
      if (taken && first) falseAlarms.push(`${text}\n${own}: ${first.message}`);
      else if (!taken && !first) missed.push(`${text}\nline ${line}`);
      else if (!taken && Math.abs((own ?? 0) - Number(line)) > 1)
        elsewhere.push(`${text}\n${own}: ${first?.message}\nline ${line}`);
    });
    const broken = answers.filter(([taken]) => !taken).length;
    console.info(
      `${files.length} slips, ${broken} of them errors: ${missed.length} missed, ${falseAlarms.length} false, ${elsewhere.length} elsewhere`,
    );
    show([...falseAlarms, ...missed, ...elsewhere]);
    expect(falseAlarms).toEqual([]);
    expect(missed.length / broken).toBeLessThan(0.02);
    expect(elsewhere.length / broken).toBeLessThan(0.05);
  });
});

test.skipIf(!gunicorns)(
  "the command itself says the same",
  () => {
    const { python = "", folders = {} } = gunicorns ?? {};
    const random = randomFrom(3);
    const folder = mkdtempSync(join(tmpdir(), "flask-stack-gunicorn-"));
    writeFileSync(join(folder, "app.py"), "def app(environ, start_response): pass\n");
    const path = join(folder, "gunicorn.conf.py");
    const said = Array.from({ length: 8 }, () => {
      const text = makeConfigFile(newest, random);
      writeFileSync(path, text);
      const run = spawnSync(python, ["-m", "gunicorn", "--check-config", "-c", path, "app:app"], {
        cwd: folder,
        env: { PATH: process.env.PATH, PYTHONPATH: folders[newest] },
        encoding: "utf8",
      });
      const findings = checkConfigFile(readConfigFile("gunicorn.conf.py", text), { exists: () => false });
      return {
        text,
        taken: run.status === 0,
        ours: !findings.some(({ code }) => refusing.has(code)),
        stderr: run.stderr,
      };
    });
    rmSync(folder, { recursive: true });
    expect(new Set(said.map(({ taken }) => taken)).size).toBe(2);
    expect(said.filter(({ taken, ours }) => taken !== ours)).toEqual([]);
  },
  120_000,
);

describe("config files that work", () => {
  const findingsOf = (path: string, text: string) =>
    checkConfigFile(readConfigFile(path, text)).map(({ code, message }) => `${path}: ${code} ${message}`);

  test.skipIf(!sources)("Gunicorn's own examples have nothing wrong", () => {
    const folder = sources ?? "";
    const examples = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /(?:^|\/)(?:gunicorn_conf|example_config|when_ready\.conf)\.py$/.test(path),
    );
    expect(examples.length).toBeGreaterThan(8);
    expect(examples.flatMap((path) => findingsOf(path, readFileSync(join(folder, path), "utf8")))).toEqual([]);
  });

  test.each(Object.entries(everyKind))("nor has what Containerize writes for a %s project", (_kind, facts) => {
    expect(findingsOf("gunicorn.conf.py", gunicornConf(blueprintOf(facts)))).toEqual([]);
  });

  test.each(readSnippets("gunicorn"))("nor has the snippet $prefix", ({ prefix, body }) => {
    expect(findingsOf(prefix, expand(body))).toEqual([]);
  });
});
