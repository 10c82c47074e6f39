import { describe, expect, test } from "vitest";
import { edit } from "../../../server/src/languages/nginx/tree";
import { compose, found, host, image, quiet, type Texts } from "./projects";
import { findingsOf } from "./support";

describe("fixes leave nothing to complain about", () => {
  const published = compose('ports: ["80:8000"]');
  test.each<[string, Texts, string, string]>([
    [
      "threads-ignored",
      host('worker_class = "gevent"\nthreads = 4  # many\nworkers = 2\n'),
      "gunicorn.conf.py",
      'worker_class = "gevent"\nworkers = 2\n',
    ],
    [
      "max-requests-jitter",
      host("workers = 2\nmax_requests = 500"),
      "gunicorn.conf.py",
      "workers = 2\nmax_requests = 500\nmax_requests_jitter = 50\n",
    ],
    ["timeout-off", host("timeout = 0\n"), "gunicorn.conf.py", "timeout = 30\n"],
    [
      "loopback-in-container",
      image('bind = "127.0.0.1:8000"\n', published),
      "gunicorn.conf.py",
      `${quiet}bind = "0.0.0.0:8000"\n`,
    ],
    ["loopback-in-container", image("", published), "gunicorn.conf.py", `${quiet}bind = "0.0.0.0:8000"\n`],
    ["log-file-in-container", image('errorlog = "/e.log"\n'), "gunicorn.conf.py", `${quiet}errorlog = "-"\n`],
    [
      "secure-scheme-headers",
      host("secure_scheme_headers = {'X-Forwarded-Ssl': 'on'}\n"),
      "gunicorn.conf.py",
      "secure_scheme_headers = {'X-FORWARDED-SSL': 'on'}\n",
    ],
    ["daemon-in-container", image("daemon = True\r\nworkers = 2\r\n"), "gunicorn.conf.py", `${quiet}workers = 2\r\n`],
  ])("%s", (code, texts, path, expected) => {
    const finding = findingsOf(texts).find((it) => it.code === `gunicorn-${code}`);
    const [fix] = finding?.fixes ?? [];
    expect(fix?.path).toBe(path);
    const fixed = { ...texts, [path]: edit(texts[path] ?? "", fix?.edits ?? []) };
    expect(fixed[path]).toBe(expected);
    expect(found(fixed)).toEqual([]);
  });
});

test("a suppression with a reason silences its line, one without says so", () => {
  const texts = (comment: string) => host(`timeout = 0${comment}\n`);
  expect(found(texts("  # flask-stack: ignore gunicorn-timeout-off Cloud Run ends them"))).toEqual([]);
  expect(found(texts("  # flask-stack: ignore gunicorn-timeout-off"))).toEqual([
    'suppression-reason "# flask-stack: ignore gunicorn-timeout-off"',
  ]);
  expect(found(texts("  # flask-stack: ignore gunicorn-timeout x"))).toEqual([
    'timeout-off "timeout = 0"',
    'unknown-suppression "# flask-stack: ignore gunicorn-timeout x"',
  ]);
});
