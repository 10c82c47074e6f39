import { lastLines } from "./run";

/** Every line of Gunicorn's own begins with the time: `[2026-01-31 12:00:00 +0000] [8] [ERROR] ...`. */
const ownLine = /^\[\d{4}-\d\d-\d\d /;

/**
 * The lines of a log that say why an app does not come up. Where a worker could not load the app, Gunicorn writes the
 * app's traceback first and then one of its own, of how it ended, which would push the reason out of the last lines.
 */
export function failureLines(log: string, count: number): string {
  const lines = log.trimEnd().split(/\r?\n/);
  const halted = lines.findLastIndex((line) => line.startsWith("gunicorn.errors.HaltServer"));
  const traceback = lines.findLastIndex(
    (line, at) => at < halted && line.startsWith("Traceback (most recent call last)"),
  );
  const told = traceback < 0 ? lines : lines.slice(0, traceback);
  const raised = told.findLastIndex((line) => line.includes("Exception in worker process"));
  if (raised < 0) return lastLines(told.join("\n"), count);
  const end = told.findIndex((line, at) => at > raised && ownLine.test(line));
  return lastLines(told.slice(raised + 1, end < 0 ? undefined : end).join("\n"), count);
}
