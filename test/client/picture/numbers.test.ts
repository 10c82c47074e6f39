import { expect, test } from "vitest";
import { usedIn } from "../../../client/src/picture/numbers";
import { container, service } from "../stack/support";

test("the charts name containers without their project, and processes by their service", () => {
  const web = {
    ...service("web", "running"),
    containers: [{ ...container("a1", "running", "none"), name: "shop-web-1" }],
  };
  const nginx = { ...service("nginx", "running"), containers: [container("4711", "running", "none")] };
  const usage = new Map(
    ["a1", "4711", "other"].map((id, at) => [id, { container: id, cpuPercent: at, memory: 10 * at }] as const),
  );
  const idle = { ...service("db", "running"), containers: [container("b2", "running", "none")] };
  expect(usedIn({ project: "shop", engine: "docker", services: [web, nginx, idle] }, usage)).toEqual({
    "web-1": { cpu: 0, memory: 0 },
    nginx: { cpu: 1, memory: 10 },
  });
  expect(usedIn(undefined, usage)).toEqual({});
});
