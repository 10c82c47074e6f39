import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportFolder } from "../../../server/src/cli/gunicornFolder";
import { gunicornCatalog } from "../../../server/src/languages/gunicorn/catalog/catalog";
import { askScript, gunicornOf } from "../../gunicorn/judge";
import { type Setup, setups } from "../../gunicorn/setups";
import { randomFrom } from "../../random";

const releases = ["19.10.0", "23.0.0", "27.0.1"];
const generated = 40;

/** Told as they are written: the machine makes something else of them. */
const onMachine = new Set(["user", "group", "chdir", "statsd_host"]);

interface Said {
  readonly settings?: Readonly<Record<string, string>>;
  readonly error?: string;
}

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "gunicorn-setups-"));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A project that sets Gunicorn up so, with a Procfile that starts it. */
function project({ files, words, environment }: Setup, release: string, name: string): string {
  const folder = join(parent, `${release}-${name}`);
  const variables = Object.entries(environment).map(([key, value]) => `${key}=${quoted(value)}`);
  const all = {
    ...files,
    Procfile: `web: ${[...variables, "gunicorn", ...words.map(quoted)].join(" ")}\n`,
    "requirements.txt": `gunicorn==${release}\n`,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

describe.each(releases)("what Gunicorn %s prints with --print-config", (release) => {
  test("is what flask-stack gunicorn says", { timeout: 300_000 }, async (context) => {
    const gunicorn = await gunicornOf(release);
    if (gunicorn === undefined) return context.skip();
    const catalog = gunicornCatalog(release);
    const all = setups(catalog, randomFrom(7), generated);
    const folders = all.map((each, i) => project(each, release, String(i)));
    const input = all.map(({ words, environment }, i) => ({ words, environment, folder: folders[i] }));
    const said = askScript(gunicorn, "printConfig.py", input) as readonly Said[];

    let compared = 0;
    const wrong: unknown[] = [];
    all.forEach((each, i) => {
      const theirs = said[i];
      expect(theirs?.settings, `${JSON.stringify(each)}: ${theirs?.error}`).toBeDefined();
      const reports = reportFolder(folders[i] ?? "");
      const started = reports.find(({ file }) => file === "Procfile");
      expect(started, JSON.stringify(each)).toBeDefined();
      for (const { name, text, known, origin, value } of started?.settings ?? []) {
        if (onMachine.has(name)) continue;
        // What is known only where it runs, and the hooks that do nothing.
        if (!known) {
          expect(origin, name).toBe("default");
          continue;
        }
        compared++;
        if (theirs?.settings?.[name] !== text) wrong.push([each, name, text, value, theirs?.settings?.[name]]);
      }
    });
    const agreement = 1 - wrong.length / compared;
    console.info(
      `Gunicorn ${release}: ${all.length} set-ups, ${compared} settings, ${(agreement * 100).toFixed(2)} % agree`,
    );
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(all.length * 60);
  });
});
