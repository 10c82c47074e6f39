import { describe, expect, test } from "vitest";
import { type Catalog, gunicornCatalog } from "../../../../server/src/languages/gunicorn/catalog/catalog";
import { type CommandLine, readCommandLine } from "../../../../server/src/languages/gunicorn/commandLine";
import type { PythonValue } from "../../../../server/src/languages/gunicorn/model";
import { readCommands } from "../../../../server/src/languages/gunicorn/places/read";
import { judge } from "../../../../server/src/languages/gunicorn/validators/validate";
import { commandLine } from "../../../gunicorn/commandLines";
import { askScript, gunicornOf } from "../../../gunicorn/judge";
import { randomFrom } from "../../../random";

const releases = ["19.10.0", "23.0.0", "27.0.1"];
const perRelease = 2000;

type Verdict =
  | { readonly ok: readonly [readonly string[], Readonly<Record<string, unknown>>] }
  | { readonly asks: true }
  | { readonly error: string };

/** What we make of a text, in the words of the judge. */
function ours(text: string, catalog: Catalog): Verdict | "unknown" {
  const [command, ...more] = readCommands("start.sh", `gunicorn ${text}\n`);
  if (command === undefined || more.length > 0) throw new Error(`No one command: ${text}`);
  const line = readCommandLine(command, catalog);
  expect(line.complete).toBe(true);
  if (line.problems.some(({ kind }) => kind !== "ignored-target")) return { error: "argparse" };
  if (line.asksOnly) return { asks: true };
  let unknown = false;
  for (const [setting, value] of settingsOf(line)) {
    const spec = catalog.settings.get(setting);
    const verdict = spec && value ? judge(spec, value, { release: catalog.release }) : undefined;
    if (verdict?.kind === "refused") return { error: setting };
    if (verdict?.kind !== "accepted") unknown = true;
  }
  if (unknown) return "unknown";
  const settings = [...settingsOf(line)].map(([name, value]) => [name, value && plain(value)] as const);
  return { ok: [line.targets.map((target) => target.text), Object.fromEntries(settings)] };
}

const settingsOf = ({ given }: CommandLine) => new Map(given.map((it) => [it.setting, it.evaluated.value]));

function plain(value: PythonValue): unknown {
  if (value.type === "list") return value.items.map(plain);
  return "value" in value ? value.value : null;
}

const word = (verdict: Verdict): "ok" | "asks" | "error" =>
  "ok" in verdict ? "ok" : "asks" in verdict ? "asks" : "error";

describe.each(releases)("what Gunicorn %s makes of command lines", (release) => {
  test("agrees with what we make of them", { timeout: 300_000 }, async (context) => {
    const gunicorn = await gunicornOf(release);
    if (gunicorn === undefined) return context.skip();
    const catalog = gunicornCatalog(release);
    const next = randomFrom(Number(release.replaceAll(".", "")));
    const texts = Array.from({ length: perRelease }, () => commandLine(catalog, next));
    const verdicts = askScript(gunicorn, "commandLines.py", texts) as readonly Verdict[];
    const falseAlarms: unknown[] = [];
    const misses: unknown[] = [];
    const others: unknown[] = [];
    let unknown = 0;
    const count = { ok: 0, asks: 0, error: 0 };
    texts.forEach((text, i) => {
      const their = verdicts[i];
      if (their === undefined) throw new Error("A verdict is missing.");
      count[word(their)]++;
      const our = ours(text, catalog);
      if (our === "unknown") unknown++;
      else if (word(our) === "error" && word(their) !== "error") falseAlarms.push([text, our, their]);
      else if (word(our) !== word(their)) misses.push([text, our, their]);
      else if ("ok" in our && "ok" in their) {
        try {
          expect(our.ok).toEqual(their.ok);
        } catch {
          others.push([text, our, their]);
        }
      }
    });
    const agreement = 1 - (misses.length + others.length + falseAlarms.length) / texts.length;
    console.info(
      `Gunicorn ${release}: ${JSON.stringify(count)}, ${unknown} not judged, ${(agreement * 100).toFixed(2)} % agree`,
    );
    expect(falseAlarms).toEqual([]);
    expect(agreement, JSON.stringify([misses.slice(0, 20), others.slice(0, 20)], undefined, 1)).toBeGreaterThanOrEqual(
      0.98,
    );
    // It is no comparison where all is refused, or nothing.
    expect(Math.min(count.ok, count.error)).toBeGreaterThan(perRelease / 5);
    expect(unknown).toBeLessThan(perRelease / 20);
  });
});
