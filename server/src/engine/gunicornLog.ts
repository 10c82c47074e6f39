import { lastLines } from "./run";
import { ownFrames } from "./traceback";

/** Every line of Gunicorn's own begins with the time: `[2026-01-31 12:00:00 +0000] [8] [ERROR] ...`. */
const ownLine = /^\[\d{4}-\d\d-\d\d /;

/**
 * The lines of a log that say why an app does not come up. Where a worker could not load the app, Gunicorn writes the
 * app's traceback first and then one of its own, of how it ended, which would push the reason out of the last lines, as the frames of libraries would.
 */
export function failureLines(log: string, count: number): string {
  const lines = ownFrames(log.trimEnd()).split("\n");
  const halted = lines.findLastIndex((line) => line.startsWith("gunicorn.errors.HaltServer"));
  const traceback = lines.findLastIndex(
    (line, at) => at < halted && line.startsWith("Traceback (most recent call last)"),
  );
  const told = traceback < 0 ? lines : lines.slice(0, traceback);
  // Several workers fail at once, and their lines are mixed: of two such lines in a row the first has nothing below it.
  for (let raised = told.length - 1; raised >= 0; raised--) {
    if (!told[raised]?.includes("Exception in worker process")) continue;
    const end = told.findIndex((line, at) => at > raised && ownLine.test(line));
    const reason = told.slice(raised + 1, end < 0 ? undefined : end).join("\n");
    if (reason.trim() !== "") return lastLines(reason, count);
  }
  return lastLines(told.join("\n"), count);
}
