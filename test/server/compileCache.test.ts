import { spawnSync } from "node:child_process";
import {
  existsSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import esbuild from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeCommonJs } from "../../scripts/lib/commonJs.mjs";

const source = (path: string) => JSON.stringify(join(import.meta.dirname, "../../server/src", path));

/** Programs that start as the command line and the language server do, and are small: what is kept of them is the same. */
const sources = {
  "main.ts": `
    import { rememberCompiled } from ${source("compileCache")};
    rememberCompiled(process.argv[2]);
    import("./work").then(({ work }) => work());`,
  // Works only after the heap has grown, and V8 was told that it is enough.
  "server.ts": `
    import { PerformanceObserver } from "node:perf_hooks";
    import { getHeapSpaceStatistics } from "node:v8";
    import { rememberCompiled } from ${source("compileCache")};
    import { asAtStart, keepHeapSmall, makeRoom } from ${source("connection/heap")};
    makeRoom();
    rememberCompiled(process.argv[2], asAtStart);
    keepHeapSmall();
    const garbage: object[] = [];
    const fill = setInterval(() => garbage.push(Array.from({ length: 100_000 }, () => ({}))));
    new PerformanceObserver((_, observer) => {
      if (!getHeapSpaceStatistics().some((it) => it.space_name === "new_space" && it.space_size > 4_000_000)) return;
      observer.disconnect();
      clearInterval(fill);
      import("./work").then(({ work }) => work());
    }).observe({ entryTypes: ["gc"] });`,
  "work.ts": `
    const parts = [${Array.from({ length: 40 }, (_, at) => `(a: number) => a * ${at} + parts.length`).join(",\n")}];
    export const work = () => console.log(parts.reduce((sum, part) => part(sum), 1));`,
};

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "flask-stack-cache-"));
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
  await esbuild.build({
    ...{ absWorkingDir: folder, bundle: true, splitting: true, format: "esm", platform: "node", write: false },
    ...{
      entryPoints: { main: "main.ts", server: "server.ts" },
      outdir: "dist",
      plugins: [writeCommonJs(esbuild, { minify: false })],
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program with a cache of that name. */
function run(cache: string, env: NodeJS.ProcessEnv = {}, program = "main") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, `dist/${program}.js`), "check"], {
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: join(folder, cache), NODE_V8_COVERAGE: undefined, ...env },
  });
  return { status, stdout, stderr };
}
const compiled = (cache: string) => join(folder, cache, "flask-stack/compiled");
const kept = (cache: string): string[] =>
  readdirSync(join(folder, cache), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Changes what is kept. */
type Spoil = (data: Buffer) => Buffer;
const spoils: readonly (readonly [string, Spoil])[] = [
  ["cut off", (data) => data.subarray(0, data.length / 3)],
  [
    "wrong in one place",
    (data) => {
      const at = data.length >> 2;
      data.writeUInt8(data.readUInt8(at) ^ 8, at);
      return data;
    },
  ],
];

test("what was compiled is kept, taken by the next start, and never trusted where it is spoilt", () => {
  const first = run("a");
  expect(first).toEqual({ status: 0, stdout: expect.stringMatching(/^[\d.e+]+\n$/), stderr: "" });
  const files = kept("a");
  expect(files.length).toBeGreaterThan(0);
  const whole = files.map((path) => readFileSync(path));

  expect(run("a")).toEqual(first);
  expect(files.map((path) => readFileSync(path))).toEqual(whole);

  for (const [how, spoil] of spoils) {
    files.forEach((path, at) => {
      writeFileSync(path, spoil(Buffer.from(whole[at] ?? "")));
    });
    expect(run("a"), how).toEqual(first);
    // Each is there again, whole.
    expect(kept("a")).toEqual(files);
    for (const path of files) expect(readFileSync(path).length, how).toBeGreaterThan(2000);
  }
}, 60_000);

test("what a server compiles is taken by its next start, though it sets flags of V8 while it runs", () => {
  const written = () => kept("s").map((path) => [path, statSync(path).mtimeMs, readFileSync(path).length]);
  const first = run("s", {}, "server");
  expect(first).toEqual({ status: 0, stdout: expect.stringMatching(/^[\d.e+]+\n$/), stderr: "" });
  const before = written();
  expect(before.length).toBeGreaterThan(0);
  expect(run("s", {}, "server")).toEqual(first);
  expect(written()).toEqual(before);
}, 60_000);

test("nothing is kept where that is turned off, nor where nothing can be written", () => {
  expect(run("b", { NODE_DISABLE_COMPILE_CACHE: "1" }).status).toBe(0);
  expect(existsSync(join(folder, "b"))).toBe(false);
  writeFileSync(join(folder, "c"), "a file where a folder should be");
  expect(run("c")).toMatchObject({ status: 0, stderr: "" });
}, 60_000);

/** Makes what builds have left that were put there so many days ago. */
function makeBuilds(cache: string, builds: Readonly<Record<string, number>>): void {
  for (const [name, days] of Object.entries(builds)) {
    const folder = join(compiled(cache), name);
    mkdirSync(join(folder, "check"), { recursive: true });
    const then = Date.now() / 1000 - days * 24 * 3600;
    utimesSync(folder, then, then);
  }
}
const builds = (cache: string) => readdirSync(compiled(cache)).sort();

test("a new build removes what earlier ones left and nobody has touched for a month", () => {
  const elsewhere = join(folder, "elsewhere");
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, "mine"), "");
  makeBuilds("d", { old: 31, young: 29 });
  symlinkSync(elsewhere, join(compiled("d"), "link"));
  lutimesSync(join(compiled("d"), "link"), 0, 0);
  run("d");
  const [build = "", young] = builds("d");
  expect([build, young]).toEqual([expect.stringMatching(/^[0-9a-f]{16}-v/), "young"]);
  expect(builds("d").length).toBe(2);
  expect(existsSync(join(elsewhere, "mine"))).toBe(true);

  // Only with a new build: what is in use is not looked at with each start.
  makeBuilds("d", { young: 31 });
  rmSync(join(compiled("d"), build, "check"), { recursive: true });
  run("d");
  expect(builds("d")).toEqual([build, "young"]);
}, 60_000);

test("of the builds of a day the newest ten are kept", () => {
  makeBuilds("e", Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`z${at + 10}`, at / 100 + 0.001])));
  run("e");
  expect(builds("e").slice(1)).toEqual(Array.from({ length: 9 }, (_, at) => `z${at + 10}`));
}, 60_000);
