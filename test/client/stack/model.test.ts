import { describe, expect, test } from "vitest";
import { stackNodes } from "../../../client/src/stack/model";
import { type Condition, conditionOf, hasNoEngine } from "../../../client/src/stack/model/condition";
import { withEvent } from "../../../client/src/stack/model/events";
import type { Node } from "../../../client/src/stack/model/node";
import type { StackView } from "../../../client/src/stack/model/view";
import type { ContainerStatus, Health, ServiceStatus, StackStatus, State } from "../../../server/src/engine/engine";

const container = (id: string, state: State, health: Health, ports: readonly string[] = []): ContainerStatus => ({
  id,
  state,
  health,
  ports,
});

const service = (
  name: string,
  state: State,
  health: Health = "none",
  { ports = [], urls = [] }: { ports?: readonly string[]; urls?: readonly string[] } = {},
): ServiceStatus => ({
  name,
  state,
  health,
  containers: state === "absent" ? [] : [container(`${name}-1-0123456789abcdef`, state, health, ports)],
  urls,
});

const ended = (name: string, how: Partial<ContainerStatus>): ServiceStatus => ({
  ...service(name, "exited"),
  containers: [{ ...container(`${name}-1-0123456789abcdef`, "exited", "none"), ...how }],
});

const view = (...services: ServiceStatus[]): StackView => ({
  folder: "file:///shop",
  name: "shop",
  status: { project: "shop", engine: "docker", services },
});

/** The tree as text: a line a node, indented. */
const draw = (nodes: readonly Node[], indent = ""): string =>
  nodes
    .map(({ icon, label, description, context, children }) =>
      [
        `${indent}${icon} ${label} | ${description} | ${context}`,
        ...(children.length > 0 ? [draw(children, `${indent}  `)] : []),
      ].join("\n"),
    )
    .join("\n");

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

describe("the tree", () => {
  test("shows the address, then the services on the request's way", () => {
    const running = view(
      service("nginx", "running", "healthy", { ports: ["80/tcp", "8080->8080/tcp"], urls: ["http://localhost:8080"] }),
      service("web", "running", "healthy", { ports: ["8000/tcp"] }),
      service("db", "running", "healthy"),
    );
    expect(draw(stackNodes([running]))).toBe(
      [
        "pass-filled shop | running | stack.running",
        "  globe http://localhost:8080 |  | url",
        "  pass-filled nginx | healthy · 8080->8080/tcp | service.up",
        "    pass-filled nginx-1-0123 | healthy · 80/tcp · 8080->8080/tcp | container.up",
        "  pass-filled web | healthy | service.up",
        "    pass-filled web-1-012345 | healthy · 8000/tcp | container.up",
        "  pass-filled db | healthy | service.up",
        "    pass-filled db-1-0123456 | healthy | container.up",
      ].join("\n"),
    );
  });

  test("shows a stack that is down, with everything that belongs to it", () => {
    expect(draw(stackNodes([view(service("nginx", "absent"), service("web", "absent"))]))).toBe(
      [
        "circle-outline shop | stopped | stack.stopped",
        "  circle-outline nginx | not started | service.down",
        "  circle-outline web | not started | service.down",
      ].join("\n"),
    );
  });

  test("shows the containers of a service that has several", () => {
    const web: ServiceStatus = {
      ...service("web", "running", "healthy"),
      containers: [
        container("aaaaaaaaaaaabbbb", "running", "healthy"),
        container("ccccccccccccdddd", "running", "starting"),
      ],
    };
    expect(draw(stackNodes([view(web)]))).toBe(
      [
        "pass-filled shop | running | stack.running",
        "  pass-filled web | healthy · 2/2 | service.up",
        "    pass-filled aaaaaaaaaaaa | healthy | container.up",
        "    sync cccccccccccc | waiting for health | container.up",
      ].join("\n"),
    );
  });

  test("says one address once", () => {
    const urls = ["http://localhost:8080"];
    const [root] = stackNodes([
      view(service("nginx", "running", "healthy", { urls }), service("web", "running", "none", { urls })),
    ]);
    expect(root?.children.filter(({ context }) => context === "url")).toHaveLength(1);
  });

  test("keeps the stacks of several folders apart", () => {
    const two = [
      view(service("web", "absent")),
      { ...view(service("web", "absent")), folder: "file:///blog", name: "blog" },
    ];
    const ids: string[] = [];
    const collect = (nodes: readonly Node[]) => {
      for (const { id, children } of nodes) {
        ids.push(id);
        collect(children);
      }
    };
    collect(stackNodes(two));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("a container's name is told without the project's, which is the root's", () => {
  const named = (name: string) => ({ ...container(`id of ${name}`, "running", "none"), name });
  const web = { ...service("web", "running"), containers: [named("shop-web-1"), named("the-only-one")] };
  const [root] = stackNodes([view(web)]);
  expect(root?.children[0]?.children.map(({ label }) => label)).toEqual(["web-1", "the-only-one"]);
});

describe("a container says what became of it", () => {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  const cases: readonly [string, Partial<ContainerStatus>, string][] = [
    ["since when it runs", { state: "running", health: "healthy", startedAt: at(0) }, "healthy · 2 h"],
    ["only just", { state: "running", startedAt: at(7190) }, "running · < 1 min"],
    [
      "how often it was started again",
      { state: "running", startedAt: at(6900), restarts: 3 },
      "running · 5 min · 3 restarts",
    ],
    ["its exit code", { state: "exited", exitCode: 1 }, "stopped: exit code 1"],
    ["the signal that ended it", { state: "exited", exitCode: 139 }, "stopped: SIGSEGV (exit code 139)"],
    ["that memory ran out", { state: "exited", exitCode: 137, outOfMemory: true }, "stopped: out of memory (137)"],
    [
      "why it is started again and again",
      { state: "restarting", exitCode: 3, restarts: 9 },
      "restarting: exit code 3 · 9 restarts",
    ],
  ];
  test.each(cases)("%s", (_, how, description) => {
    const web = { ...service("web", "running"), containers: [{ ...container("c1", "running", "none"), ...how }] };
    const facts = { now: 7_200_000, usage: new Map(), problems: new Map() };
    expect(stackNodes([view(web)], facts)[0]?.children[0]?.children[0]?.description).toBe(description);
  });

  test("its CPU and memory, where they are measured", () => {
    const usage = new Map([
      ["c1", { container: "c1", cpuPercent: 12.34, memory: 50 * 1024 ** 2, memoryLimit: 1024 ** 3 }],
    ]);
    const web = { ...service("web", "running"), containers: [container("c1", "running", "none")] };
    const [root] = stackNodes([view(web)], { now: 0, usage, problems: new Map() });
    expect(root?.children[0]?.children[0]?.description).toBe("running · 12.3 % · 50 MiB / 1.0 GiB");
  });

  test("what its last health check wrote, where it failed", () => {
    const failedCheck = "Traceback\nConnectionRefusedError: no";
    const web = {
      ...service("web", "running", "unhealthy"),
      containers: [{ ...container("c1", "running", "unhealthy"), failedCheck }],
    };
    expect(draw(stackNodes([view(web)]))).toContain(
      "pulse Last health check failed | ConnectionRefusedError: no | check",
    );
  });
});

describe("what can be done with a service is in its context", () => {
  const cases: readonly [Partial<ServiceStatus>, string, string][] = [
    [{}, "docker", "service.up"],
    [{ server: "nginx" }, "docker", "service.up.reload"],
    [{ server: "gunicorn", scalable: true }, "docker", "service.up.scale.reload.gunicorn"],
    [{ server: "gunicorn" }, "host", "service.up.reload.gunicorn.host"],
    [{ state: "exited", scalable: true }, "docker", "service.down.scale"],
  ];
  test.each(cases)("%o on %s", (facts, engine, context) => {
    const status = { project: "shop", engine, services: [{ ...service("web", "running"), ...facts }] };
    const [root] = stackNodes([{ folder: "file:///shop", name: "shop", status }]);
    expect(root?.children[0]?.context).toBe(context);
    expect(root?.context.endsWith(".host")).toBe(engine === "host");
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

test("a file has the number of its problems", () => {
  const web = { ...service("web", "absent"), files: ["/shop/Dockerfile", "/shop/gunicorn.conf.py"] };
  const problems = new Map([["/shop/gunicorn.conf.py", { errors: 2, warnings: 1 }]]);
  const [root] = stackNodes([view(web)], { now: 0, usage: new Map(), problems });
  expect(draw(root?.children[0]?.children ?? [])).toBe(
    ["file Dockerfile |  | file", "error gunicorn.conf.py | 2 errors · 1 warning | file"].join("\n"),
  );
});

describe("from events to nodes", () => {
  const asked = (): StackStatus => ({
    project: "shop",
    engine: "docker",
    services: [
      service("nginx", "running", "healthy", { urls: ["http://localhost/"] }),
      {
        ...service("web", "running", "healthy"),
        containers: [container("a", "running", "healthy"), container("b", "running", "healthy")],
      },
    ],
  });
  type Told = readonly [action: string, container: string, exitCode?: number];
  const after = (service: string, events: readonly Told[]) => {
    const status = events.reduce(
      (known, [action, container, exitCode]) =>
        withEvent(known, { action, container, service, time: 0, ...(exitCode === undefined ? {} : { exitCode }) }),
      asked(),
    );
    const [root] = stackNodes([{ folder: "file:///shop", name: "shop", status }]);
    return [
      root?.description,
      ...(root?.children.find((node) => node.service === service)?.children.map(({ description }) => description) ??
        []),
    ];
  };
  const cases: readonly [string, string, readonly Told[], readonly string[]][] = [
    ["one ends", "web", [["die", "b", 1]], ["degraded: web", "healthy", "stopped: exit code 1"]],
    [
      "killed for memory",
      "web",
      [
        ["oom", "b"],
        ["die", "b", 137],
      ],
      ["degraded: web", "healthy", "stopped: out of memory (137)"],
    ],
    [
      "starts again",
      "web",
      [
        ["die", "b", 0],
        ["start", "b"],
      ],
      ["starting (1/2 healthy)", "healthy", "starting"],
    ],
    ["falls ill", "web", [["health_status: unhealthy", "a"]], ["degraded: web", "unhealthy", "healthy"]],
    [
      "and is well again",
      "web",
      [
        ["health_status: unhealthy", "a"],
        ["health_status: healthy", "a"],
      ],
      ["running", "healthy", "healthy"],
    ],
    ["is paused", "web", [["pause", "a"]], ["degraded: web", "paused", "healthy"]],
    ["is removed", "web", [["destroy", "b"]], ["running", "healthy"]],
    [
      "all removed",
      "web",
      [
        ["destroy", "a"],
        ["destroy", "b"],
      ],
      ["degraded: web"],
    ],
    ["nobody knows it", "web", [["die", "other", 1]], ["running", "healthy", "healthy"]],
    [
      "what says nothing of its state",
      "web",
      [
        ["top", "a"],
        ["exec_start: x", "b"],
      ],
      ["running", "healthy", "healthy"],
    ],
  ];
  test.each(cases)("%s", (_, service, events, drawn) => expect(after(service, events)).toEqual(drawn));

  test("a service that ends has no address any more", () => {
    const id = asked().services[0]?.containers[0]?.id ?? "";
    const status = withEvent(asked(), { action: "die", container: id, service: "nginx", exitCode: 0, time: 0 });
    expect(status.services[0]?.urls).toEqual([]);
  });
});
