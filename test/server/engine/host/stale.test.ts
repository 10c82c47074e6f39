import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { hostFolders } from "../../../../server/src/engine/host/cache";
import { isAlive, markProcess } from "../../../../server/src/engine/host/processes";
import { type HostState, writeState } from "../../../../server/src/engine/host/state";
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

  test("while it is being stopped, what still runs is not called unwell, and what has ended is not missed", async () => {
    const web = await markProcess(spawn("sleep", ["1000"]).pid ?? 0);
    if (web === undefined) throw new Error("There is no process");
    const common = { version: 1, port: 1, webPort: 1, healthPath: "/", web } as const;
    const gone = { pid: 2 ** 22 - 1, started: "before" };
    const shown = async (state: HostState) => {
      writeState(hostFolders(folder).state, state);
      return states(value(await stack.engine.status(noSignal)));
    };
    expect(await shown({ ...common, nginx: web })).toEqual([
      ["nginx", "running", "unhealthy"],
      ["web", "running", "unhealthy"],
    ]);
    expect(await shown({ ...common, nginx: web, stopping: true })).toEqual([
      ["nginx", "running", "none"],
      ["web", "running", "none"],
    ]);
    expect(await shown({ ...common, nginx: gone, stopping: true })).toEqual([["web", "running", "none"]]);
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
