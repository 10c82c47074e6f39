import { describe, expect, test } from "vitest";
import { stackNodes } from "../../../client/src/stack/model";
import type { Node } from "../../../client/src/stack/model/node";
import type { ContainerStatus, ServiceStatus } from "../../../server/src/engine/engine";
import { container, draw, service, view } from "./support";

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
        "    pass-filled nginx-1-0123 | healthy · 8080->8080/tcp | container.up",
        "  pass-filled web | healthy | service.up",
        "    pass-filled web-1-012345 | healthy | container.up",
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
    const missing = stackNodes([view({ ...web, replicas: 3 })])[0]?.children[0];
    expect([missing?.icon, missing?.description]).toEqual(["warning", "healthy · 2/3"]);
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

test("a service tells its image last, and that it is older where its name went to a newer one", () => {
  const told = (image: string, replicas: number) => {
    const web = { ...service("web", "running", "healthy", { ports: ["8080->8080/tcp"] }), image, replicas };
    const { description, tooltip } = stackNodes([view(web)])[0]?.children[0] ?? {};
    return [description, tooltip?.split("\n").slice(1)];
  };
  expect(told("shop-web", 1)).toEqual([
    "healthy · 8080->8080/tcp · shop-web",
    ["Image: shop-web", "Replicas: 1, of which run: 1"],
  ]);
  expect(told("d618f39f413a", 1)[0]).toBe("healthy · 8080->8080/tcp · older image");
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  expect(told(digest, 3)).toEqual([
    "healthy · 1/3 · 8080->8080/tcp · older image",
    [`Image: ${digest}`, "Replicas: 3, of which run: 1"],
  ]);
});

test("while a command works, its step is told, and how many services are healthy once they come up", () => {
  const root = (...services: readonly ServiceStatus[]) =>
    stackNodes([{ ...view(...services), busy: "Building the images" }])[0];
  expect(root(service("nginx", "absent"), service("web", "absent"))?.description).toBe("Building the images");
  const starting = root(service("nginx", "created"), service("web", "running", "starting"));
  expect([starting?.description, starting?.context]).toEqual(["starting (0/2 healthy)", "stack.busy"]);
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
    ["since when it runs", { state: "running", health: "healthy", startedAt: at(0) }, "2 h · healthy"],
    ["only just", { state: "running", startedAt: at(7190) }, "< 1 min · running"],
    ["since when one runs that is not well", { health: "unhealthy", startedAt: at(0) }, "unhealthy · 2 h"],
    [
      "how often it was started again",
      { state: "running", startedAt: at(6900), restarts: 3 },
      "3 restarts · 5 min · running",
    ],
    ["its exit code", { state: "exited", exitCode: 1 }, "stopped: exit code 1"],
    ["the signal that ended it", { state: "exited", exitCode: 139 }, "stopped: SIGSEGV (exit code 139)"],
    ["that memory ran out", { state: "exited", exitCode: 137, outOfMemory: true }, "stopped: out of memory (137)"],
    [
      "that a worker was killed, and by whom where that is known",
      {
        state: "running",
        health: "healthy",
        startedAt: at(0),
        killed: { count: 1, last: at(7020), outOfMemory: true },
      },
      "out of memory: a process was killed 3 min ago · healthy · 2 h",
    ],
    [
      "that workers were killed, of which the log alone tells",
      { state: "running", killed: { count: 2, last: at(7020), outOfMemory: false } },
      "2 workers were killed, the last 3 min ago, perhaps for lack of memory · running",
    ],
    [
      "nothing of what was more than an hour ago",
      { state: "running", killed: { count: 2, last: at(3000), outOfMemory: true } },
      "running",
    ],
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

  const MiB = 1024 ** 2;
  test.each([
    [{ memory: 50 * MiB, memoryLimit: 512 * MiB }, "50/512 MiB", "50 MiB / 512 MiB"],
    [{ memory: 50 * MiB, memoryLimit: 1024 * MiB }, "50 MiB/1.0 GiB", "50 MiB / 1.0 GiB"],
    [{ memory: 50 * MiB }, "50 MiB", "50 MiB"],
  ])("its CPU and memory first, where a narrow panel shows them: %o", (measured, shown, spoken) => {
    const usage = new Map([["c1", { container: "c1", cpuPercent: 12.34, ...measured }]]);
    const web = { ...service("web", "running"), containers: [container("c1", "running", "healthy", ["80->8080/tcp"])] };
    const [root] = stackNodes([view(web)], { now: 0, usage, problems: new Map() });
    const node = root?.children[0]?.children[0];
    expect(node?.description).toBe(`12.3 % · ${shown} · healthy · 80->8080/tcp`);
    expect(node?.spoken).toBe(`Container c1: healthy · CPU 12.3 % · memory ${spoken} · 80->8080/tcp`);
    expect(node?.tooltip).toContain(`c1: healthy · CPU 12.3 % · memory ${spoken}`);
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
    // A process of this machine has no shell, and no files of its own.
    expect(root?.children[0]?.children[0]?.context).toBe(engine === "host" ? "container.up.host" : "container.up");
  });
});

test("a file has the number of its problems", () => {
  const web = { ...service("web", "absent"), files: ["/shop/Dockerfile", "/shop/gunicorn.conf.py"] };
  const problems = new Map([["/shop/gunicorn.conf.py", { errors: 2, warnings: 1 }]]);
  const [root] = stackNodes([view(web)], { now: 0, usage: new Map(), problems });
  expect(draw(root?.children[0]?.children ?? [])).toBe(
    ["file Dockerfile |  | file", "error gunicorn.conf.py | 2 errors · 1 warning | file"].join("\n"),
  );
});
