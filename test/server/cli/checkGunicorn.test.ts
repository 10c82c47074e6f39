import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useTerminal } from "./terminal";

const { err, out, root, run, write } = useTerminal();

const json = async (...operands: string[]): Promise<Record<string, unknown>[]> => {
  await run("check", ...operands, "--format", "json");
  return JSON.parse(out.join(""));
};

const image = "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD gunicorn --worker-tmp-dir /dev/shm app:app\n";

describe("check of a folder", () => {
  test("every config file, command line and Nginx file in it", async () => {
    write("one/gunicorn.conf.py", "timeout = 0\n");
    write("two/gunicorn.conf.py", "bind = 3\n");
    write("three/Procfile", "web: gunicorn -k gevent --threads 4 app:app\n");
    write("nginx/nginx.conf", "events {}\nlisen 80;\n");
    const found = await json(root);
    expect(found.map(({ file, code }) => `${file} ${code}`).sort()).toEqual([
      "nginx/nginx.conf nginx-unknown-directive",
      "one/gunicorn.conf.py gunicorn-timeout-off",
      "three/Procfile gunicorn-threads-ignored",
      "two/gunicorn.conf.py gunicorn-invalid-value",
    ]);
  });

  test("with what another file has to do with it", async () => {
    write("Dockerfile", image);
    write("compose.yaml", "services:\n  web:\n    build: .\n    ports: ['80:8000']\n");
    write("gunicorn.conf.py", 'bind = "127.0.0.1:8000"\n');
    expect(await json(root)).toEqual([
      {
        file: "gunicorn.conf.py",
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 24,
        severity: "error",
        code: "gunicorn-loopback-in-container",
        message: expect.stringContaining("0.0.0.0:8000"),
        related: [{ file: "compose.yaml", line: 4, column: 13, message: expect.any(String) }],
        fixes: ['Set bind = "0.0.0.0:8000"'],
      },
    ]);
  });

  test("with the severities that the editor's settings give", async () => {
    write(
      ".vscode/settings.json",
      '{ "flaskStack.gunicorn.severities": { "gunicorn-timeout-off": "error", "gunicorn-invalid-value": "off" } }',
    );
    write("one/gunicorn.conf.py", "timeout = 0\n");
    const two = write("two/gunicorn.conf.py", "bind = 3\n");
    expect(await json(root)).toMatchObject([{ code: "gunicorn-timeout-off", severity: "error" }]);
    expect(await run("check", two)).toBe(0);
  });

  test("an error is exit 1, less is not", async () => {
    write("gunicorn.conf.py", "timeout = 0\n");
    expect(await run("check", root)).toBe(0);
    write("gunicorn.conf.py", 'raw_env = ["A"]\n');
    expect(await run("check", root)).toBe(1);
  });

  test("nothing of Gunicorn's is nothing to check", async () => {
    write("app.py", "timeout = 0\n");
    write("run.sh", "#!/bin/sh\necho\n");
    expect(await run("check", root)).toBe(0);
    expect(out).toEqual(["No file of Nginx or Gunicorn was found here, so nothing was checked: name one."]);
  });
});

describe("check of one file", () => {
  test("is of that file alone, with the stack around it", async () => {
    write("Dockerfile", image.replace("gunicorn", "gunicorn --reload"));
    write("compose.yaml", "services:\n  web:\n    build: .\n    ports: ['80:8000']\n");
    const path = write("gunicorn.conf.py", 'bind = "127.0.0.1:8000"\n');
    expect(await json(path)).toMatchObject([{ file: path, code: "gunicorn-loopback-in-container" }]);
    out.length = 0;
    expect(await json(join(root, "Dockerfile"))).toMatchObject([{ code: "gunicorn-reload-in-image" }]);
  });

  test("a file of nginx is judged with the Gunicorn behind it", async () => {
    write("Dockerfile", image);
    write("compose.yaml", "services:\n  web:\n    build: .\n");
    write("gunicorn.conf.py", 'bind = "0.0.0.0:5000"\n');
    const site =
      "events {}\nhttp { server { location / { proxy_pass http://web:8000; proxy_set_header Host $host; } } }\n";
    const path = write("nginx/nginx.conf", site);
    expect(await json(path)).toMatchObject([
      { file: path, line: 2, code: "gunicorn-port-mismatch", fixes: ["Hand requests to port 5000"] },
    ]);
    out.length = 0;
    expect((await json(root)).map(({ file, code }) => `${file} ${code}`).sort()).toEqual([
      "gunicorn.conf.py gunicorn-port-mismatch",
      "nginx/nginx.conf gunicorn-port-mismatch",
    ]);
  });

  test("a Python file that is named is taken for a config file", async () => {
    expect(await json(write("settings.py", "bind = 3\n"))).toMatchObject([{ code: "gunicorn-invalid-value" }]);
  });

  test("one that is not there is said, with what to do", async () => {
    expect(await run("check", join(root, "gunicorn.conf.py"))).toBe(2);
    expect(err.join("\n")).toContain("check the path");
  });
});

test("SARIF has the rules of both", async () => {
  write("gunicorn.conf.py", "timeout = 0\n");
  await run("check", root, "--format", "sarif");
  const [{ results }] = JSON.parse(out.join("")).runs;
  expect(results).toMatchObject([{ ruleId: "gunicorn-timeout-off", level: "note" }]);
});
