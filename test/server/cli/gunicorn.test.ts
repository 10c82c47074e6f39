import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportFolder } from "../../../server/src/cli/gunicornFolder";
import { makeProgram, type Program } from "./support";

let cli: Program;
let folder: string;

beforeAll(async () => {
  cli = await makeProgram();
  folder = mkdtempSync(join(tmpdir(), "flask-stack-gunicorn-"));
  const files = {
    "compose.yaml":
      "services:\n  web:\n    build: .\n    environment:\n      GUNICORN_CMD_ARGS: --timeout 60\n      WEB_CONCURRENCY: 3\n",
    Dockerfile: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "--threads", "2", "app:app"]\n',
    "gunicorn.conf.py": "timeout = 30\nkeepalive = 75\n",
    "requirements.txt": "flask\ngunicorn==23.0.0\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  return cli.remove();
});

describe("flask-stack gunicorn", () => {
  test("--format json is what other programs read", async () => {
    const { code, stdout, stderr } = await cli.run(["gunicorn", folder, "--format", "json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const said: unknown = JSON.parse(stdout);
    expect(said).toEqual({ gunicorns: reportFolder(folder) });
    expect(said).toMatchObject({
      gunicorns: [
        {
          file: "compose.yaml",
          line: 2,
          service: "web",
          target: "app:app",
          config: "gunicorn.conf.py",
          version: "23.0.0",
          versionSource: "requirements.txt",
          workerClass: "gthread",
        },
      ],
    });
  });

  test("text is a table of values and places", async () => {
    const { code, stdout } = await cli.run(["gunicorn", folder, "--lang", "en"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^compose\.yaml:2 \(web\)$/m);
    expect(stdout).toMatch(/^ {2}timeout +60 +compose\.yaml:5, overrides gunicorn\.conf\.py:1$/m);
    expect(stdout).toMatch(/^ {2}keepalive +75 +gunicorn\.conf\.py:2$/m);
    expect(stdout).toMatch(/^ {2}threads +2 +Dockerfile:4$/m);
    expect(stdout).toMatch(/^ {2}workers +3 +default$/m);
    expect(stdout).toMatch(/^ {2}user +\(depends on the machine\) +default$/m);
    expect(stdout).not.toContain("?");
  });

  test("nothing here is an answer, too", async () => {
    const empty = mkdtempSync(join(tmpdir(), "flask-stack-empty-"));
    const { code, stdout } = await cli.run(["gunicorn", empty, "--lang", "ko"]);
    rmSync(empty, { recursive: true });
    expect([code, stdout]).toEqual([0, "여기에는 Gunicorn을 시작하거나 설정하는 곳이 없습니다.\n"]);
  });
});
