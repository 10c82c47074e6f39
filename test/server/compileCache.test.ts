import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeProgram, type Program } from "./cli/support";

let program: Program;
let folder: string;

beforeAll(async () => {
  program = await makeProgram();
  folder = mkdtempSync(join(tmpdir(), "flask-stack-cache-"));
  writeFileSync(join(folder, "nginx.conf"), "events {}\nhttp {\n    server {\n        lisen 80;\n    }\n}\n");
}, 60_000);
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

const check = (cache: string, env: NodeJS.ProcessEnv = {}) =>
  program.run(["check", join(folder, "nginx.conf")], {
    env: { XDG_CACHE_HOME: join(folder, cache), NODE_V8_COVERAGE: undefined, ...env },
  });
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
      data.writeUInt8(data.readUInt8(2000) ^ 8, 2000);
      return data;
    },
  ],
];

test("what was compiled is kept, taken by the next start, and never trusted where it is spoilt", async () => {
  const first = await check("a");
  expect(first).toMatchObject({ code: 1, stderr: "" });
  expect(first.stdout).toContain('Did you mean "listen"?');
  const files = kept("a");
  expect(files.length).toBeGreaterThan(2);
  const whole = files.map((path) => readFileSync(path));

  expect(await check("a")).toEqual(first);
  expect(files.map((path) => readFileSync(path))).toEqual(whole);

  for (const [how, spoil] of spoils) {
    files.forEach((path, at) => {
      writeFileSync(path, spoil(Buffer.from(whole[at] ?? "")));
    });
    expect(await check("a"), how).toEqual(first);
    // Each is there again, whole.
    expect(kept("a")).toEqual(files);
    for (const path of files) expect(readFileSync(path).length, how).toBeGreaterThan(2000);
  }
}, 60_000);

test("nothing is kept where that is turned off, nor where nothing can be written", async () => {
  expect((await check("b", { NODE_DISABLE_COMPILE_CACHE: "1" })).code).toBe(1);
  expect(existsSync(join(folder, "b"))).toBe(false);
  writeFileSync(join(folder, "c"), "a file where a folder should be");
  expect(await check("c")).toMatchObject({ code: 1, stderr: "" });
}, 30_000);
