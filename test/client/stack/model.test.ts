import { describe, expect, test } from "vitest";
import { type Condition, conditionOf, type Node, type StackView, stackNodes } from "../../../client/src/stack/model";
import type { ContainerStatus, Health, ServiceStatus, State } from "../../../server/src/engine/engine";

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

  test("an engine that does not answer is said in its own sentence", () => {
    const problem = { code: "engine-down", message: "Docker does not answer: start it." };
    expect(draw(stackNodes([{ folder: "file:///shop", name: "shop", problem }]))).toBe(
      "question shop | Docker does not answer: start it. | stack.unknown",
    );
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
        "  pass-filled web | healthy | service.up",
        "  pass-filled db | healthy | service.up",
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
        "  pass-filled web | healthy | service.up",
        "    pass-filled aaaaaaaaaaaa | healthy | container",
        "    sync cccccccccccc | waiting for health | container",
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
