import { describe, expect, test } from "vitest";
import { type Level, logLevels } from "../../../client/src/stack/logLevel";
import { errorPlace, localPath, mappingsOfLines, withLinks } from "../../../client/src/stack/tracebacks";
import { container, service } from "./support";

describe("the level of a line", () => {
  const cases: readonly [string, Level][] = [
    ['nginx-1  | {"time":"2026-01-31T12:00:00+00:00","method":"GET","uri":"/","status":"200","bytes":1}', "info"],
    ['nginx-1  | {"time":"2026-01-31T12:00:00+00:00","method":"GET","uri":"/error","status":"404","bytes":1}', "warn"],
    ['nginx-1  | {"time":"2026-01-31T12:00:00+00:00","method":"GET","uri":"/","status":"502","bytes":1}', "error"],
    ['web-1  | 172.18.0.3 - - [31/Jan/2026:12:00:00 +0000] "GET / HTTP/1.1" 500 265 "-" "curl"', "error"],
    ["nginx-1  | 2026/01/31 12:00:00 [error] 9#9: *1 connect() failed (111: Connection refused)", "error"],
    ["nginx-1  | 2026/01/31 12:00:00 [warn] 9#9: *1 upstream server temporarily disabled", "warn"],
    ["nginx-1  | 2026/01/31 12:00:00 [notice] 1#1: signal process started", "info"],
    ["web-1    | [2026-01-31 12:00:00 +0000] [7] [INFO] Booting worker with pid: 7", "info"],
    ["web-1    | [2026-01-31 12:00:00 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:7)", "error"],
    ["web-1    | WARNING:shop:no such thing", "warn"],
    ["db-1     | 2026-01-31 12:00:00.000 UTC [1] FATAL:  role does not exist", "error"],
    ["web-1    | the user made no error", "info"],
  ];
  test.each(cases)("%s", (line, level) => expect(logLevels()(line)).toBe(level));

  test("of a traceback is error to its last line, and of its service alone", () => {
    const level = logLevels();
    const lines: readonly [string, Level][] = [
      ["web-1  | Traceback (most recent call last):", "error"],
      ['web-1  |   File "/app/shop.py", line 3, in cart', "error"],
      ["web-1  |     return 1 / 0", "error"],
      ['nginx-1  | {"status":"200"}', "info"],
      ["web-1  | ZeroDivisionError: division by zero", "error"],
      ["web-1  | next", "info"],
    ];
    expect(lines.map(([line]) => level(line))).toEqual(lines.map(([, wanted]) => wanted));
  });
});

describe("the places of a traceback", () => {
  const root = "/home/me/my shop";
  const exists = (path: string) => path === `${root}/shop/views.py` || path === `${root}/app.py`;

  const links: readonly (readonly [string, string])[] = [
    ['web-1  |   File "/app/shop/views.py", line 12, in cart', `web-1  |   File ${root}/shop/views.py:12, in cart`],
    [`web  |   File "${root}/app.py", line 3, in <module>`, `web  |   File ${root}/app.py:3, in <module>`],
    // A library's, one that is gone, and one that leads out of the folder stay as they are.
    ...[
      '  File "/opt/venv/lib/python3.13/site-packages/flask/app.py", line 1, in x',
      '  File "/app/gone.py", line 1',
      '  File "/app/../etc/passwd", line 1',
      "no frame",
    ].map((line) => [line, line] as const),
  ];
  test.each(links)("%s", (line, shown) => expect(withLinks(line, root, exists)).toBe(shown));

  test("a dollar sign in a path is one", () => {
    expect(withLinks('File "/app/a.py", line 1', "/home/$&", () => true)).toBe("File /home/$&/a.py:1");
  });

  test("a path of the container is one of the project where it is there", () => {
    expect(localPath("/app/app.py", root, exists)).toBe(`${root}/app.py`);
    expect(localPath("/srv/app.py", root, exists)).toBeUndefined();
  });

  test("a service that has its sources elsewhere has them where its Dockerfile and mounts say", () => {
    const sources = [{ local: `${root}/shop`, remote: "/srv/backend" }];
    const web = {
      ...service("web", "running"),
      sources,
      containers: [{ ...container("c1", "running", "none"), name: "my-web-1" }],
    };
    const mappingsOf = mappingsOfLines({ project: "my", engine: "docker", services: [web, service("db", "running")] });
    const shown = (line: string) => withLinks(line, root, exists, mappingsOf(line));
    const traced = 'File "/srv/backend/views.py", line 1';
    expect(shown(`web-1  | ${traced}`)).toBe(`web-1  | File ${root}/shop/views.py:1`);
    expect(shown(`web  | ${traced}`)).toBe(`web  | File ${root}/shop/views.py:1`);
    expect(shown(`db  | ${traced}`)).toBe(`db  | ${traced}`);
    expect(shown('web-1  | File "/app/app.py", line 1')).toBe('web-1  | File "/app/app.py", line 1');
  });

  test("the last frame in the project's own code is where it went wrong, with the error's own words", () => {
    const text = `Traceback (most recent call last):
  File "/opt/venv/bin/gunicorn", line 8, in <module>
  File "/app/app.py", line 7, in <module>
    import nothing
  File "/opt/venv/lib/python3.13/x.py", line 1, in y
ModuleNotFoundError: No module named 'nothing'
`;
    const message = "ModuleNotFoundError: No module named 'nothing'";
    expect(errorPlace(text, root, exists)).toEqual({ file: `${root}/app.py`, line: 7, message });
    expect(errorPlace("Error: no traceback", root, exists)).toBeUndefined();
  });
});
