import { afterEach, expect, test } from "vitest";
import { steps } from "../../../client/src/stack/busy";
import { type EngineSource, follow } from "../../../client/src/stack/follow";
import type { Engine, News, StackStatus } from "../../../server/src/engine/engine";
import { ok } from "../../../server/src/result";
import { service } from "./support";

const said = (...names: readonly string[]): StackStatus => ({
  project: "shop",
  engine: "docker",
  services: names.map((name) => service(name, "running")),
});

/** A question whose answer comes when the test gives it. */
function question<T>() {
  let answer: (value: T) => void = () => undefined;
  const asked = new Promise<T>((resolve) => {
    answer = resolve;
  });
  return { asked, answer };
}

function following() {
  const glance = question<StackStatus | undefined>();
  const status = question<StackStatus>();
  const engine: Pick<Engine, "name" | "watch" | "status"> = {
    name: "docker",
    watch: () => undefined,
    status: async () => ok(await status.asked),
  };
  const source: EngineSource = {
    choose: async () => ok({ ...nothingElse, ...engine }),
    glance: () => glance.asked,
    forget: () => undefined,
  };
  const one = follow(source, { folder: "file:///shop", name: "shop" }, () => undefined);
  const seen = () => one.view().status?.services.map(({ name }) => name);
  return { glance, status, one, seen };
}

/** What following a stack does not ask of an engine. */
const never = () => Promise.reject(new Error("not asked"));
const nothingElse: Engine = {
  name: "",
  description: "",
  up: never,
  down: never,
  status: never,
  logs: never,
  act: never,
  reload: never,
  watch: () => undefined,
  stats: never,
};

test("what the containers say is shown until the engine has told all", async () => {
  const { glance, status, one, seen } = following();
  const read = one.read();
  expect(seen()).toBeUndefined();
  glance.answer(said("web"));
  await expect.poll(seen).toEqual(["web"]);
  status.answer(said("nginx", "web"));
  await read;
  expect(seen()).toEqual(["nginx", "web"]);
  one.stop();
});

test("a first look that comes late changes nothing", async () => {
  const { glance, status, one, seen } = following();
  status.answer(said("nginx", "web"));
  await one.read();
  glance.answer(said("web"));
  await glance.asked;
  expect(seen()).toEqual(["nginx", "web"]);
  one.stop();
});

afterEach(() => steps.clear());

test("a command's step is shown until the engine has said what came of it", async () => {
  const { status, one, seen } = following();
  const { folder } = one.view();
  steps.set(folder, "Stopping the stack");
  one.touch();
  expect(one.view().busy).toBe("Stopping the stack");
  steps.delete(folder);
  one.touch();
  const read = one.read();
  expect(one.view().busy).toBe("Stopping the stack");
  status.answer(said("web"));
  await read;
  expect([one.view().busy, seen()]).toEqual([undefined, ["web"]]);
  one.stop();
});

test("what was asked while a command was at work does not end its step", async () => {
  const { status, one } = following();
  const { folder } = one.view();
  steps.set(folder, "Stopping the stack");
  one.touch();
  const before = one.read();
  steps.delete(folder);
  status.answer(said("nginx"));
  await before;
  expect(one.view().busy).toBe("Stopping the stack");
  await one.read();
  expect(one.view().busy).toBeUndefined();
  one.stop();
});

test("an engine that was lost while nobody looked is listened to again once it answers", async () => {
  let tell: (news: News) => void = () => undefined;
  let listened = 0;
  let there = true;
  const engine: Engine = {
    ...nothingElse,
    name: "docker",
    status: async () => (there ? ok(said("web")) : { ok: false, problem: { code: "engine-failed", message: "gone" } }),
    watch(_, toldBy) {
      tell = toldBy;
      listened++;
    },
  };
  const source = { choose: async () => ok(engine), forget: () => undefined };
  const one = follow(source, { folder: "file:///shop", name: "shop" }, () => undefined);
  await one.read();
  expect([listened, one.view().problem]).toEqual([1, undefined]);
  there = false;
  tell({ kind: "lost" });
  expect(one.view().problem?.code).toBe("engine-lost");
  await one.read();
  expect(listened).toBe(1);
  there = true;
  await one.read();
  expect([listened, one.view().problem]).toEqual([2, undefined]);
  await one.read();
  expect(listened).toBe(2);
  one.stop();
});
