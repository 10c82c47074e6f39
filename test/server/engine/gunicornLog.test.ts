import { expect, test } from "vitest";
import { failureLines } from "../../../server/src/engine/gunicornLog";

const stamp = "[2026-11-22 12:00:00 +0000] [8]";
const halt = `Traceback (most recent call last):
  File "gunicorn/arbiter.py", line 683, in reap_workers
    raise HaltServer(reason, self.WORKER_BOOT_ERROR)
gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>`;

test("the app's own traceback, without Gunicorn's", () =>
  expect(
    failureLines(
      `${stamp} [INFO] Starting gunicorn
${stamp} [ERROR] Exception in worker process
Traceback (most recent call last):
  File "app.py", line 3, in <module>
RuntimeError: no such database
${stamp} [INFO] Worker exiting (pid: 9)
${stamp} [ERROR] Reason: Worker failed to boot.
${halt}
`,
      20,
    ),
  ).toBe('Traceback (most recent call last):\n  File "app.py", line 3, in <module>\nRuntimeError: no such database'));

test("of several workers that fail at once, one that has its reason below it", () =>
  expect(
    failureLines(
      `${stamp} [ERROR] Exception in worker process
Traceback (most recent call last):
RuntimeError: no such database
${stamp} [ERROR] Exception in worker process
${stamp} [INFO] Worker exiting (pid: 9)
`,
      20,
    ),
  ).toBe("Traceback (most recent call last):\nRuntimeError: no such database"));

test("what is said before Gunicorn's own traceback", () =>
  expect(failureLines(`${stamp} [INFO] Booting\nFailed to find attribute 'ap' in 'app'.\n${halt}`, 1)).toBe(
    "Failed to find attribute 'ap' in 'app'.",
  ));

test("the last lines of any other log", () => expect(failureLines("a\nb\nc\n\n", 2)).toBe("b\nc"));
