import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkConfig } from "../../../../server/src/languages/nginx/diagnostics/check";
import type { Finding } from "../../../../server/src/languages/nginx/diagnostics/model";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { generatedSamples, moduleSamples, type Sample, writtenSamples } from "../../../nginx/corpus";
import { installedNginx, type Judge, missingModules, startJudge } from "../../../nginx/judge";
import { mutationKinds, mutations } from "../../../nginx/mutate";

const version = installedNginx();
if (!version && process.env.CI) throw new Error("nginx is not installed: apt-get install nginx and its modules");
if (!version) console.warn("SKIPPED: what nginx -t says is not compared, for no nginx is installed.");

/** What depends on the machine and not on the config: such verdicts say nothing about our reading. */
const machine =
  /host not found|open\(\) |mkdir\(\)|bind\(\)|getpwnam|getgrnam|cannot load|dlopen|No such file|SSL_C|irectory|setrlimit|PEM|BIO_new|Permission denied|could not build|shared memory zone .* conflicts|failed \(/;

/** Kinds of mutations that we judge otherwise than nginx, with the reason; the test keeps the list honest. */
const { nginx: judged, list: disagreements }: Disagreements = JSON.parse(
  readFileSync(join(process.cwd(), "test/nginx/disagreements.json"), "utf8"),
);
interface Disagreements {
  /** The release that the list was made with; with another one only the percentages are held. */
  readonly nginx: string;
  readonly list: readonly { readonly why: string; readonly message: string }[];
}

function errorsOf(text: string): Finding[] {
  const mime = { path: "mime.types", tree: parseNginx("types { text/html html; }") };
  const environment = {
    hosts: new Set<string>(),
    ...(version ? { version } : {}),
    include: (pattern: string) => (pattern.endsWith("mime.types") ? [mime] : undefined),
  };
  const { findings } = checkConfig({ path: "nginx.conf", tree: parseNginx(text) }, environment);
  return findings.filter((finding) => finding.severity === "error");
}

/** Whether one of the errors, or the place beside it where nginx notices it, is on nginx's line. */
function names(text: string, errors: readonly Finding[], line: number): boolean {
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  return errors.some((error) =>
    [error, ...(error.related ?? [])].some(({ start, end }) => lineOf(start) <= line && line <= lineOf(end)),
  );
}

/** The answers for a list in its order, a few at once: most of the time is spent on starting programs. */
async function atOnce<T, R>(list: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const next = list.entries();
  const worker = async (): Promise<void> => {
    for (const [index, each] of next) results[index] = await work(each);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

describe.skipIf(!version)("what nginx -t says", () => {
  let judge: Judge;
  let samples: readonly Sample[] = [];
  /** What we judge otherwise, a line each, and the listed messages that were met. */
  const differing: string[] = [];
  const used = new Set<string>();
  beforeAll(() => {
    judge = startJudge();
    const all = [
      ...writtenSamples(judge.folder),
      ...generatedSamples(judge.folder, version ?? ""),
      ...moduleSamples(judge.folder),
    ];
    const missing = new Set(all.flatMap(({ text }) => missingModules(text)));
    if (missing.size > 0 && process.env.CI)
      throw new Error(`Modules of nginx are not installed: ${[...missing].join(", ")}`);
    if (missing.size > 0) console.warn(`SKIPPED: configs that need ${[...missing].join(", ")}.`);
    samples = all.filter(({ text }) => missingModules(text).length === 0);
  });
  afterAll(() => judge?.remove());

  test("takes every config of the corpus, and so do we", { timeout: 300_000 }, async () => {
    expect(samples.length).toBeGreaterThanOrEqual(200);
    const verdicts = await atOnce(samples, async ({ name, text }) => ({ name, ...(await judge.judge(text)) }));
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    const wronged = samples.flatMap(({ name, text }) =>
      errorsOf(text).map(({ code, message }) => `${name}: ${code}: ${message}`),
    );
    expect(wronged).toEqual([]);
  });

  test("agrees with us on thousands of mutations, and on the line", { timeout: 900_000 }, async () => {
    let compared = 0;
    let refused = 0;
    let located = 0;
    const kinds = new Map<string, number>();
    const mutated = samples.flatMap((sample, index) =>
      mutations(sample.text, 8, 7000 + index).map(({ kind, text }) => ({ kind, text, sample })),
    );
    const verdicts = await atOnce(mutated, ({ text }) => judge.judge(text));
    for (const [index, { kind, text, sample }] of mutated.entries()) {
      const verdict = verdicts[index];
      if (!verdict || (!verdict.ok && machine.test(verdict.message))) continue;
      const errors = errorsOf(text);
      compared++;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (verdict.ok === (errors.length === 0)) {
        if (verdict.ok) continue;
        refused++;
        if (verdict.line === undefined || names(text, errors, verdict.line)) located++;
        continue;
      }
      const said = verdict.ok
        ? `takes it, but we say: ${errors[0]?.message}`
        : verdict.message.replaceAll(judge.folder, "");
      const listed = disagreements.find(({ message }) => said.includes(message));
      if (listed) used.add(listed.message);
      differing.push(`${listed ? "listed " : ""}[${kind}] ${sample.name}: nginx: ${said}`);
    }
    const agreement = (100 * (compared - differing.length)) / compared;
    const lines = (100 * located) / refused;
    console.log(
      `nginx -t and we agree on ${agreement.toFixed(2)} % of ${compared} mutations, and on ${lines.toFixed(2)} % of ${refused} lines.\n${differing.join("\n")}`,
    );
    expect(compared).toBeGreaterThan(2000);
    // Lost and extra punctuation, misspelt, moved, missing, extra, repeated, ill-typed and swapped words.
    expect(kinds.size).toBe(mutationKinds.length);
    expect(Math.min(...kinds.values())).toBeGreaterThan(10);
    expect(agreement).toBeGreaterThanOrEqual(98);
    expect(lines).toBeGreaterThanOrEqual(95);
  });

  test.skipIf(version !== judged)("differs only where it is listed, with the reason", () => {
    expect(differing.filter((entry) => !entry.startsWith("listed "))).toEqual([]);
    expect(disagreements.map(({ message }) => message).filter((message) => !used.has(message))).toEqual([]);
  });
});
