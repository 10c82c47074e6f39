import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import {
  type Catalog,
  gunicornCatalog,
  gunicornTexts,
} from "../../../../server/src/languages/gunicorn/catalog/catalog";
import { gunicornsToCompare } from "../../../gunicorn/judge";

const gunicorns = await gunicornsToCompare();

/** What every release says now must be what the committed catalog says of it. */
test.skipIf(!gunicorns)(
  "the committed catalog is what Gunicorn says: else run `node scripts/catalog/gunicorn.mjs`",
  () => {
    const known = gunicornCatalog().versions.map((version) => gunicornCatalog(version).release);
    // The oldest does not run on each Python.
    const wanted = known.filter((release, at) => at > 0 || gunicorns?.releases.includes(release));
    const print = `import { factsOf } from "./scripts/catalog/gunicorn.mjs"; process.stdout.write(JSON.stringify(await factsOf(...${JSON.stringify(wanted)})));`;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", print], {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    expect(run.status, run.stderr).toBe(0);
    const said = JSON.parse(run.stdout) as { settings: [string, Record<string, unknown>, string][]; workers: object }[];
    said.forEach((facts, index) => {
      const catalog = gunicornCatalog(wanted[index]);
      expect(catalog.release).toBe(wanted[index]);
      expect([...catalog.settings.keys()].sort()).toEqual(facts.settings.map(([name]) => name).sort());
      expect(Object.fromEntries(catalog.workers)).toEqual(facts.workers);
      const committed = [...catalog.settings.values()].map(
        ({ name, section, flags, action, type, validator, variable, arity, default: value }) =>
          [name, { section, flags, action, type, validator, variable, arity, default: plain(value) }] as const,
      );
      const told = facts.settings.map(
        ([name, { flags = [], action = "store", type = "str", parameters, machine, ...fact }]) => {
          const { section, validator, variable } = fact;
          const arity = fact.arity ?? (parameters as unknown[] | undefined)?.length;
          const value = fact.default ?? (machine || parameters ? undefined : null);
          return [name, { section, flags, action, type, validator, variable, arity, default: value }] as const;
        },
      );
      expect(Object.fromEntries(committed), wanted[index]).toEqual(Object.fromEntries(told));
    });
  },
  300_000,
);

/** A Python value as JSON has it. */
function plain(
  value: Catalog["settings"] extends ReadonlyMap<string, infer Spec>
    ? Spec extends { default: infer D }
      ? D
      : never
    : never,
): unknown {
  if (value === undefined) return undefined;
  if (value.type === "None") return null;
  if (value.type === "list") return value.items.map(plain);
  if (value.type === "dict") return Object.fromEntries(value.entries.map(([key, it]) => [plain(key), plain(it)]));
  return "value" in value ? value.value : undefined;
}

describe("a release", () => {
  test.each([
    [undefined, "27.0"],
    ["27.0.1", "27.0"],
    ["99", "27.0"],
    ["latest", "27.0"],
    ["26.1.3", "26.1"],
    ["25", "25.3"],
    ["23.0.0", "23.0"],
    ["21.0.1", "21.0"],
    ["21.1.0", "21.1"],
    ["21.3.0", "21.2"],
    ["20.0.1", "20.0"],
    ["19.9.0", "19.10"],
    ["0.17", "19.10"],
  ])("%s is judged by %s", (version, expected) => {
    expect(gunicornCatalog(version).release.startsWith(`${expected}.`)).toBe(true);
  });
  test.each([
    ["19.10", 82],
    ["23.0", 93],
    ["25.1", 117],
    ["27.0", 120],
  ])("%s has %d settings", (version, count) => {
    expect(gunicornCatalog(version).settings.size).toBe(count);
  });
});

test("what came, changed and went", () => {
  const { history, anywhere } = gunicornCatalog();
  expect(history("workers")).toEqual({ since: undefined, until: undefined, changes: [] });
  expect(history("control_socket")?.since).toBe("25.1");
  expect(history("tolerate_dangerous_framing")).toEqual({ since: "22.0", until: "23.0", changes: [] });
  expect(anywhere("tolerate_dangerous_framing")?.flags).toEqual(["--tolerate-dangerous-framing"]);
  expect(history("proxy_protocol")?.changes.map(({ version }) => version)).toEqual(["24.1"]);
  expect(history("statsd_host")?.changes).toEqual([{ version: "21.0", what: ["values"] }]);
  expect(history("constructor")).toBeUndefined();
  expect(gunicornCatalog("26").workers.has("eventlet")).toBe(false);
  expect(gunicornCatalog("25").workers.has("eventlet")).toBe(true);
});

test("every setting of every release has a text without reStructuredText", async () => {
  const texts = await gunicornTexts();
  for (const version of gunicornCatalog().versions) {
    for (const name of gunicornCatalog(version).settings.keys()) {
      const text = texts.get(name) ?? "";
      expect(text, name).not.toBe("");
      expect(text.replace(/```[\s\S]*?```/g, ""), name).not.toMatch(/``|^\.\. |:\w+:`|::$/m);
      expect(text.split("```").length % 2, name).toBe(1);
    }
  }
});

describe("a word of a command line is what argparse makes of it", () => {
  const { findFlag } = gunicornCatalog();
  const shown = (word: string) => {
    const found = findFlag(word);
    if (found.kind === "flag") return [found.spec?.name, found.flag, found.value];
    return found.kind === "ambiguous" ? found.flags : found.kind;
  };
  test.each([
    ["--bind", ["bind", "--bind", undefined]],
    ["--bind=:80", ["bind", "--bind", ":80"]],
    ["--bi=:80", ["bind", "--bind", ":80"]],
    ["--workers=", ["workers", "--workers", ""]],
    ["-w", ["workers", "-w", undefined]],
    ["-w4", ["workers", "-w", "4"]],
    ["-w=4", ["workers", "-w", "4"]],
    ["-wx=4", ["workers", "-w", "x=4"]],
    ["-DR", ["daemon", "-D", "R"]],
    ["--thre", ["threads", "--threads", undefined]],
    ["--paste", ["paste", "--paste", undefined]],
    ["--past", ["--paste", "--paster", "--paste-global"]],
    ["--worker", ["--workers", "--worker-class", "--worker-connections", "--worker-tmp-dir"]],
    ["--help", [undefined, "--help", undefined]],
    ["--vers", [undefined, "--version", undefined]],
    ["--wrkers", "unknown"],
    ["-x", "unknown"],
    ["-", "positional"],
    ["-1", "positional"],
    ["app:app", "positional"],
    ["--not a flag", "positional"],
  ])("%s", (word, expected) => {
    expect(shown(word)).toEqual(expected);
  });
});
