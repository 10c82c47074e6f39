import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expand, readSnippets } from "./snippets/read";

const snippets = readSnippets("gunicorn");
const gunicorn = install();

describe.skipIf(gunicorn === undefined && process.env.CI !== "true")("gunicorn --check-config accepts it", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "flask-stack-snippets-"));
    writeFileSync(join(folder, "app.py"), "def app(environ, start_response): pass\n");
    writeFileSync(join(folder, "tls.crt"), "");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(snippets)("$prefix", ({ body }) => {
    expect(verdict(expand(body).replaceAll("/run/secrets/tls", `${folder}/tls`))).toBe("");
  });

  it("and refuses a hook with the wrong parameters, and a wrong value", () => {
    expect(verdict("def on_starting(server, worker):\n    pass\n")).toContain("arity");
    expect(verdict('workers = "many"\n')).not.toBe("");
  });

  function verdict(text: string): string {
    const file = join(folder, "gunicorn.conf.py");
    writeFileSync(file, text);
    const run = spawnSync(gunicorn ?? "gunicorn", ["--check-config", "--config", file, "app:app"], {
      cwd: folder,
      encoding: "utf8",
    });
    return run.status === 0 ? "" : `${run.error?.message ?? ""}${run.stdout}${run.stderr}`;
  }
});

/** A Gunicorn of our own in the cache; undefined where there is no Python or no package index. */
function install(): string | undefined {
  const cache =
    process.env.FLASK_STACK_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "flask-stack");
  const program = join(cache, "snippets-gunicorn", "bin", "gunicorn");
  if (existsSync(program)) {
    return program;
  }
  try {
    const venv = dirname(dirname(program));
    mkdirSync(dirname(venv), { recursive: true });
    execFileSync("python3", ["-m", "venv", venv], { stdio: "ignore" });
    execFileSync(join(venv, "bin", "pip"), ["install", "--quiet", "gunicorn"], { stdio: "ignore" });
    return program;
  } catch (error) {
    console.warn(`Gunicorn could not be installed, its snippets are not checked: ${String(error)}`);
    return undefined;
  }
}
