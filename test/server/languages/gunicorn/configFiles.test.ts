import { beforeAll, describe, expect, test } from "vitest";
import { gunicornCatalog } from "../../../../server/src/languages/gunicorn/catalog/catalog";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { checkConfigFile } from "../../../../server/src/languages/gunicorn/diagnostics/check";
import { lineCounter } from "../../../../server/src/languages/suppress";
import { type Answer, askGunicorn, gunicorns } from "../../../gunicorn/judge";
import { makeConfigFile, randomFrom, slip } from "../../../gunicorn/mutate";

const newest = gunicornCatalog().release;
const refusing = new Set<string>(["gunicorn-syntax", "gunicorn-invalid-value", "gunicorn-hook-parameters"]);
const show = (all: readonly string[]): void => {
  if (process.env.FLASK_STACK_SHOW) console.info(all.slice(0, 40).join("\n----------\n"));
};

describe.each(["19.10.0", "23.0.0", newest])("whole config files, judged by Gunicorn %s", (release) => {
  const random = randomFrom(20);
  const files = Array.from({ length: 600 }, () => makeConfigFile(release, random));
  let answers: readonly Answer[] = [];

  beforeAll(async () => {
    answers = askGunicorn(await gunicorns(release), release, { files });
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

describe("slips of the keyboard, judged by Python", () => {
  const random = randomFrom(7);
  const files = Array.from({ length: 1500 }, () => slip(makeConfigFile(newest, random), random));
  let answers: readonly Answer[] = [];

  beforeAll(async () => {
    answers = askGunicorn(await gunicorns(newest), newest, { sources: files });
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
