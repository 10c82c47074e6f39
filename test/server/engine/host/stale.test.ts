import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { hostFolders } from "../../../../server/src/engine/host/cache";
import { isAlive, markProcess } from "../../../../server/src/engine/host/processes";
import { writeState } from "../../../../server/src/engine/host/state";
import { listening, noSignal, value } from "../support";
import { states, useHostStack } from "./stack";

const stack = useHostStack();
const { folder } = stack;

describe("a state that is no longer true", () => {
  let bystander: Awaited<ReturnType<typeof markProcess>>;
  beforeEach(async () => {
    bystander = await markProcess(process.pid);
  });

  const write = (web: { pid: number; started: string }) =>
    writeState(hostFolders(folder).state, { version: 1, port: 1, web, webPort: 1, healthPath: "/" });

  test("a process that ended is shown as ended", async () => {
    write({ pid: 2 ** 22 - 1, started: "before" });
    expect(states(value(await stack.engine.status(noSignal)))).toEqual([["web", "exited", "none"]]);
  });

  test("goes with the virtual environment and the logs where the data is to be removed, too", async () => {
    const { base, venv } = hostFolders(folder);
    mkdirSync(venv, { recursive: true });
    write({ pid: 2 ** 22 - 1, started: "before" });
    const down = () => stack.engine.down({ volumes: true }, listening(), noSignal);
    expect(value(await down())).toEqual({ ran: true, kept: [], removed: [base] });
    expect(existsSync(base)).toBe(false);
    expect(value(await down())).toEqual({ ran: false, kept: [], removed: [] });
  });

  test("another process that has the id by now is not touched", async () => {
    write({ pid: process.pid, started: "before" });
    expect(states(value(await stack.engine.status(noSignal)))).toEqual([["web", "exited", "none"]]);
    value(await stack.engine.down({}, listening(), noSignal));
    expect(bystander && (await isAlive(bystander))).toBe(true);
  });

  test.each(["", "{", "null", '{"version":1}', '{"version":1,"web":{"pid":-1,"started":""}}'])(
    "a state file that holds %j is none",
    async (text) => {
      mkdirSync(hostFolders(folder).base, { recursive: true });
      writeFileSync(hostFolders(folder).state, text);
      expect(states(value(await stack.engine.status(noSignal)))[1]).toEqual(["web", "absent", "none"]);
    },
  );
});
