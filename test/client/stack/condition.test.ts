import { describe, expect, test } from "vitest";
import { stackNodes } from "../../../client/src/stack/model";
import { type Condition, conditionOf, hasNoEngine } from "../../../client/src/stack/model/condition";
import type { StackView } from "../../../client/src/stack/model/view";
import type { ServiceStatus } from "../../../server/src/engine/engine";
import { container, draw, ended, service, view } from "./support";

const running = (id: string) => container(id, "running", "none");

describe("the condition of a stack", () => {
  const cases: readonly [string, readonly ServiceStatus[], Condition, string][] = [
    ["nothing was ever started", [service("nginx", "absent"), service("web", "absent")], "stopped", "stopped"],
    ["created, not started", [service("nginx", "created"), service("web", "created")], "stopped", "stopped"],
    ["all ended", [service("nginx", "exited"), service("web", "exited")], "stopped", "stopped"],
    ["all well", [service("nginx", "running", "healthy"), service("web", "running", "healthy")], "running", "running"],
    [
      "no health check is well",
      [service("nginx", "running"), service("web", "running", "healthy")],
      "running",
      "running",
    ],
    [
      "one is still asked for its health",
      [service("nginx", "running", "healthy"), service("web", "running", "starting")],
      "starting",
      "starting (1/2 healthy)",
    ],
    [
      "the proxy waits for the app",
      [service("nginx", "created"), service("web", "running", "starting")],
      "starting",
      "starting (0/2 healthy)",
    ],
    [
      "one is unhealthy",
      [service("nginx", "running", "healthy"), service("web", "running", "unhealthy")],
      "degraded",
      "degraded: web",
    ],
    [
      "one restarts again and again",
      [service("nginx", "running", "healthy"), service("web", "restarting")],
      "degraded",
      "degraded: web",
    ],
    ["one has ended", [service("nginx", "running", "healthy"), service("web", "exited")], "degraded", "degraded: web"],
    ["one is missing", [service("nginx", "running", "healthy"), service("db", "absent")], "degraded", "degraded: db"],
    [
      "one has an image to be built",
      [
        { ...service("nginx", "absent"), built: false },
        { ...service("web", "absent"), built: true },
      ],
      "notBuilt",
      "not built",
    ],
    [
      "all ended, one of them by itself",
      [service("nginx", "exited"), ended("web", { exitCode: 1 })],
      "failed",
      "failed: nginx, web",
    ],
    ["all were told to end", [ended("nginx", { exitCode: 0 }), ended("web", { exitCode: 143 })], "stopped", "stopped"],
    [
      "one was killed for memory",
      [service("nginx", "running", "healthy"), ended("web", { exitCode: 137, outOfMemory: true })],
      "degraded",
      "degraded: web",
    ],
    [
      "one has done its work and ended",
      [service("web", "running", "healthy"), { ...ended("migrate", { exitCode: 0 }), oneShot: true }],
      "running",
      "running",
    ],
    [
      "one failed at the work that it does once",
      [service("web", "running", "healthy"), { ...ended("migrate", { exitCode: 2 }), oneShot: true }],
      "degraded",
      "degraded: migrate",
    ],
    [
      "one container is missing of those that are wanted",
      [service("nginx", "running", "healthy"), { ...service("web", "running", "healthy"), replicas: 3 }],
      "degraded",
      "degraded: web",
    ],
    [
      "one container of several has ended, though it was told to",
      [
        {
          ...service("web", "exited"),
          containers: [running("a"), running("b"), ...ended("web", { exitCode: 143 }).containers],
        },
      ],
      "degraded",
      "degraded: web",
    ],
    [
      "more run than the file says",
      [{ ...service("web", "running"), replicas: 1, containers: [running("a"), running("b")] }],
      "running",
      "running",
    ],
    [
      "none is wanted of one",
      [service("web", "running", "healthy"), { ...service("worker", "absent"), replicas: 0 }],
      "running",
      "running",
    ],
    ["all dead", [service("nginx", "dead"), service("web", "dead")], "failed", "failed: nginx, web"],
  ];
  test.each(cases)("%s", (_, services, condition, words) => {
    expect(conditionOf(view(...services))).toBe(condition);
    const [root] = stackNodes([view(...services)]);
    expect(root).toMatchObject({ label: "shop", description: words, context: `stack.${condition}` });
  });

  test("a command that works on it is what is shown", () => {
    const busy = { ...view(service("web", "absent")), busy: "Building web" };
    expect(stackNodes([busy])).toMatchObject([
      { description: "Building web", icon: "loading~spin", context: "stack.busy" },
    ]);
  });

  test("one whose engine has not answered yet is in the panel already", () => {
    expect(draw(stackNodes([{ folder: "file:///shop", name: "shop" }]))).toBe(
      "loading~spin shop | asking the engine | stack.asking",
    );
  });

  test("an engine that does not answer is said in its own sentence", () => {
    const problem = { code: "engine-down", message: "Docker does not answer: start it." };
    const lines = [
      "debug-disconnect shop | engine not available | stack.unavailable",
      "  warning Docker does not answer: start it. |  | problem",
    ];
    expect(draw(stackNodes([{ folder: "file:///shop", name: "shop", problem }]))).toBe(lines.join("\n"));
    // What was known of the services is not true any more.
    const before = { ...view(service("web", "running", "healthy")), problem };
    expect(draw(stackNodes([before]))).toBe(lines.join("\n"));
  });

  test("a compose file that compose does not take is no fault of the engine", () => {
    const problem = { code: "compose-file", message: "compose.yaml is not right.", detail: "yaml: line 3" };
    const [root] = stackNodes([{ folder: "file:///shop", name: "shop", problem }]);
    expect(root).toMatchObject({
      context: "stack.unknown",
      children: [{ context: "problem", text: "compose.yaml is not right.\n\nyaml: line 3" }],
    });
  });
});

describe("the welcome text stands for the stacks where nothing answers", () => {
  const up = view(service("web", "running", "healthy"));
  const without = (code: string): StackView => ({
    folder: "file:///shop",
    name: "shop",
    problem: { code, message: "" },
  });
  const asking: StackView = { folder: "file:///shop", name: "shop" };
  const cases: readonly [string, readonly StackView[], boolean][] = [
    ["no stacks", [], false],
    ["the first answer is awaited", [asking], false],
    ["it is up", [up], false],
    ["no engine was ever found", [without("engine-missing")], true],
    ["its socket is there, and nobody listens", [without("engine-down")], true],
    ["it hangs", [without("engine-hangs")], true],
    ["it went before it said anything", [without("engine-lost")], true],
    ["it went, and what ran is known", [{ ...up, problem: { code: "engine-lost", message: "" } }], false],
    ["it may not be used, which has another way out", [without("engine-forbidden")], false],
    ["its context is not there", [without("engine-context")], false],
    ["it is there, and its compose is not", [without("compose-missing")], false],
    ["it is there, and the compose file is wrong", [without("compose-file")], false],
    ["all of several", [without("engine-down"), without("engine-missing")], true],
    ["one of several is up", [without("engine-down"), up], false],
    ["one of several is asked", [without("engine-down"), asking], false],
  ];
  test.each(cases)("%s", (_, views, expected) => expect(hasNoEngine(views)).toBe(expected));
});
