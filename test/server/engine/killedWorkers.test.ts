import { describe, expect, test } from "vitest";
import { killedWorkers, withOutOfMemory } from "../../../server/src/engine/killedWorkers";

const since = "2026-01-31T12:00:00.5Z";
const at = (second: number, text: string) => `2026-01-31T12:00:${String(second).padStart(2, "0")}.123456789Z ${text}`;
const killed = (second: number, pid: number) =>
  at(second, `[2026-01-31 12:00:00 +0000] [1] [ERROR] Worker (pid:${pid}) was sent SIGKILL! Perhaps out of memory?`);
const late = (second: number, pid: number) =>
  at(second, `[2026-01-31 12:00:00 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:${pid})`);

describe("workers that were killed", () => {
  test.each<[string, readonly string[], object | undefined]>([
    ["are none in a log that says nothing of it", [at(1, "Booting worker with pid: 7"), ""], undefined],
    [
      "are counted, with the time of the last",
      [killed(2, 7), killed(9, 8)],
      { count: 2, last: "2026-01-31T12:00:09.123456789Z" },
    ],
    ["are not those that Gunicorn killed, since they did not answer", [late(2, 7), killed(3, 7)], undefined],
    ["may have the number of one that did not answer", [late(2, 7), killed(3, 7), killed(8, 7)], { count: 1 }],
    ["are those of the container as it runs now", [killed(0, 7)], undefined],
    [
      "are told without Gunicorn's own time, too",
      [at(5, '{"message": "Worker (pid:7) was sent SIGKILL!"}')],
      { count: 1 },
    ],
  ])("%s", (_, lines, expected) =>
    expected === undefined
      ? expect(killedWorkers(lines.join("\n"), since)).toBeUndefined()
      : expect(killedWorkers(lines.join("\n"), since)).toMatchObject({ ...expected, outOfMemory: false }),
  );

  const time = (second: number) => Date.parse(at(second, "").split(" ")[0] ?? "");
  test.each<[string, readonly string[], readonly number[], object | undefined]>([
    ["surely for lack of memory, where the engine says so", [killed(2, 7)], [time(2)], { count: 1, outOfMemory: true }],
    [
      "of another program, of which the engine alone tells",
      [],
      [time(3), time(9)],
      { count: 2, last: "2026-01-31T12:00:09.123Z" },
    ],
    ["before the container was started anew: none", [], [time(0)], undefined],
    ["perhaps, where only the log says it", [killed(2, 7)], [], { outOfMemory: false }],
  ])("%s", (_, lines, told, expected) => {
    const found = withOutOfMemory(killedWorkers(lines.join("\n"), since), told, since);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });
});
