import { describe, expect, test } from "vitest";
import { stackNodes } from "../../../client/src/stack/model";
import { withEvent } from "../../../client/src/stack/model/events";
import type { StackStatus } from "../../../server/src/engine/engine";
import { container, service } from "./support";

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
