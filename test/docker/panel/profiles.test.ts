import { afterAll, beforeAll, expect, test } from "vitest";
import { listening, noSignal, value } from "../../server/engine/support";
import { openPanel, type PanelStack } from "./support";

const service = (more: string) => `{image: "python:3.13-slim", init: true, command: [sleep, "600"]${more}}`;
const compose = `services:
  web: ${service("")}
  admin: ${service(", profiles: [debug, 관리]")}
  worker: ${service(", profiles: [jobs]")}
  report: ${service(", profiles: [reports]")}
`;

let stack: PanelStack;
beforeAll(async () => {
  stack = await openPanel("profiles-of-shop", { "compose.yaml": compose, ".env": "COMPOSE_PROFILES=jobs\n" });
}, 60_000);
afterAll(() => stack?.remove());

const running = async () =>
  (await stack.compose("--profile", "*", "ps", "--services", "--status", "running"))
    .trim()
    .split("\n")
    .sort()
    .join(" ");

test("a stack is started with a profile that is asked for, beside those of .env, and stopped with all of it", async () => {
  expect(value((await stack.engine.containers?.profiles(noSignal)) ?? { ok: true, value: [] })).toEqual([
    "debug",
    "reports",
    "관리",
  ]);
  value(await stack.engine.up({}, listening(), noSignal));
  expect(await running()).toBe("web worker");
  const status = value(await stack.engine.up({ profiles: ["관리"] }, listening(), noSignal));
  expect(status.services.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
    "admin running",
    "web running",
    "worker running",
  ]);
  // What runs for a profile that is not active by itself is no leftover, which would be removed.
  expect(value((await stack.engine.containers?.leftovers(noSignal)) ?? { ok: true, value: [] })).toEqual([]);
  value(await stack.engine.act("stop", undefined, listening(), noSignal));
  expect(await running()).toBe("");
  value(await stack.engine.up({ profiles: ["관리"] }, listening(), noSignal));
  value(await stack.engine.down({}, listening(), noSignal));
  expect((await stack.compose("--profile", "*", "ps", "--all", "--quiet")).trim()).toBe("");
});
