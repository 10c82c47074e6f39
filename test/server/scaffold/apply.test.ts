import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { proposeAnswers } from "../../../server/src/scaffold/answers";
import { applyPlan } from "../../../server/src/scaffold/apply";
import type { Plan, PlannedFile } from "../../../server/src/scaffold/plan";
import { projectOf } from "./support";

let folder = "";
let root = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "apply-"));
  root = join(folder, "내 가게 'x'");
  mkdirSync(root);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const planOf = (...files: (Pick<PlannedFile, "path" | "content"> & Partial<PlannedFile>)[]): Plan => ({
  answers: { ...proposeAnswers(projectOf()), target: "app:app" },
  notes: [],
  files: files.map((file) => ({
    action: file.current === undefined ? "create" : "update",
    reason: "",
    current: undefined,
    ...file,
  })),
});

/** Every file below the root and what it says; a link as where it points. */
const tree = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.isSymbolicLink())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]),
  );
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const problemOf = async (plan: Plan, at = root) => {
  const applied = await applyPlan(at, plan);
  return applied.ok ? undefined : applied.problem;
};

describe("all of it", () => {
  test("new files, in new folders, and changed ones", async () => {
    write("b", "old");
    const done = await applyPlan(
      root,
      planOf({ path: "nginx/conf/a", content: "A" }, { path: "b", content: "B", current: "old" }),
    );
    expect(done).toEqual({ ok: true, value: undefined });
    expect(tree()).toEqual({ "nginx/conf/a": "A", b: "B" });
  });
  test("but nothing that is kept or in conflict", async () => {
    write("b", "old");
    await applyPlan(
      root,
      planOf(
        { path: "b", content: "B", current: "old", action: "conflict" },
        { path: "c", content: "C", action: "keep" },
      ),
    );
    expect(tree()).toEqual({ b: "old" });
  });
  test("a file keeps its mode, and secrets are for their owner alone", async () => {
    write("run.sh", "old");
    chmodSync(join(root, "run.sh"), 0o755);
    await applyPlan(
      root,
      planOf({ path: "run.sh", content: "new", current: "old" }, { path: ".env", content: "KEY=1" }),
    );
    expect(statSync(join(root, "run.sh")).mode & 0o777).toBe(0o755);
    expect(statSync(join(root, ".env")).mode & 0o777).toBe(0o600);
  });
  test("a link that stays inside is followed", async () => {
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "nginx"));
    await applyPlan(root, planOf({ path: "nginx/nginx.conf", content: "N" }));
    expect(readFileSync(join(root, "real/nginx.conf"), "utf8")).toBe("N");
  });
});

describe("or nothing", () => {
  const first = { path: "Dockerfile", content: "new", current: "old" };
  const fresh = { path: "made/here/first", content: "x" };
  beforeEach(() => write("Dockerfile", "old"));

  test.each([
    { what: "a link that leads out", make: () => symlinkSync(folder, join(root, "nginx")), code: "outside" },
    {
      what: "a link to a file outside",
      make: () => mkLink("nginx/nginx.conf", join(folder, "x")),
      code: "cannot-write",
    },
    { what: "a file where a folder has to be", make: () => write("nginx", "a file"), code: "in-the-way" },
    {
      what: "a folder where the file has to be",
      make: () => mkdirSync(join(root, "nginx/nginx.conf"), { recursive: true }),
      code: "in-the-way",
    },
  ])("$what", async ({ make, code }) => {
    make();
    const before = tree();
    const problem = await problemOf(planOf(first, fresh, { path: "nginx/nginx.conf", content: "N" }));
    expect(problem?.code).toBe(code);
    expect(tree()).toEqual(before);
    expect(existsSync(join(root, "made"))).toBe(false);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
  test("a file that has changed since the plan was made", async () => {
    write("Dockerfile", "edited meanwhile");
    expect((await problemOf(planOf(fresh, first)))?.code).toBe("changed");
    expect(tree()).toEqual({ Dockerfile: "edited meanwhile" });
    expect(existsSync(join(root, "made"))).toBe(false);
  });
  test("a path that climbs out", async () => {
    expect((await problemOf(planOf(fresh, { path: "../x", content: "x" })))?.code).toBe("outside");
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
  test("a folder that is not there", async () => {
    expect((await problemOf(planOf(fresh), join(folder, "nowhere")))?.message).toMatch(/nothing was changed/i);
  });

  const mkLink = (path: string, to: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    symlinkSync(to, join(root, path));
  };
});

/** Only root may mount, and only over a folder of the test's own. */
/** A disk of its own needs a mount; in a mount namespace of its own, nobody else ever sees it. */
const ownNamespace = (...command: string[]) =>
  spawnSync("unshare", ["--mount", "--propagation", "private", ...command], { encoding: "utf8" });
const canMount = process.platform === "linux" && ownNamespace("true").status === 0;

describe.skipIf(!canMount)("a disk that does not take it", () => {
  const plan = planOf(
    { path: "Dockerfile", content: "new", current: "old" },
    { path: "nginx/nginx.conf", content: "x".repeat(100_000) },
  );
  test.each([
    { disk: "full", remount: "", code: "disk-full" },
    { disk: "read-only", remount: 'mount -o remount,ro "$1"', code: "read-only" },
  ])("$disk", async ({ remount, code }) => {
    const program = join(folder, "program.cjs");
    await build({
      stdin: {
        contents: `
          import { readFileSync, readdirSync } from "node:fs";
          import { applyPlan } from "./server/src/scaffold/apply";
          const [root] = process.argv.slice(2);
          applyPlan(root, ${JSON.stringify(plan)}).then((applied) => {
            const code = applied.ok ? "written" : applied.problem.code;
            console.log(JSON.stringify([code, readdirSync(root), readFileSync(root + "/Dockerfile", "utf8")]));
          });
        `,
        resolveDir: process.cwd(),
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: program,
      logLevel: "error",
    });
    const script = `mount -t tmpfs -o size=64k tmpfs "$1" && printf old >"$1/Dockerfile" && ${remount || "true"} && "$2" "$3" "$1"`;
    const { stdout, stderr } = ownNamespace("sh", "-c", script, "sh", root, process.execPath, program);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([code, ["Dockerfile"], "old"]);
  });
});
