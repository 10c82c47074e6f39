import type { ContainerInspectInfo } from "dockerode";
import { expect, test } from "vitest";
import { nginxWorkers, type Process } from "../../../../server/src/engine/docker/processes";
import { hostLines, withoutOurs } from "../../../../server/src/engine/docker/upstreams";

/** What the engine says of a container, as far as it is asked here: its networks with address and aliases. */
const container = (networks: Readonly<Record<string, readonly [address: string, ...aliases: string[]]>>) =>
  ({
    Config: { Labels: { "com.docker.compose.service": "web" } },
    NetworkSettings: {
      Networks: Object.fromEntries(
        Object.entries(networks).map(([name, [IPAddress, ...Aliases]]) => [name, { IPAddress, Aliases }]),
      ),
    },
  }) as unknown as ContainerInspectInfo;

const nginx = container({ edge: ["10.0.1.2"], app: ["10.0.2.2", "nginx"] });
const one = container({ app: ["10.0.2.3", "shop-web-1", "web", "api", "f3851f397acc"], data: ["10.0.3.3", "web"] });
const two = container({ app: ["10.0.2.4", "shop-web-2", "web", "api", "0a1b2c3d4e5f"] });

test.each<[string, readonly ContainerInspectInfo[], readonly string[]]>([
  [
    "two containers, by the names that both have",
    [one, two],
    ["10.0.2.3 web api # flask-stack", "10.0.2.4 web api # flask-stack"],
  ],
  ["one, by all of its names", [one], ["10.0.2.3 shop-web-1 web api f3851f397acc # flask-stack"]],
  ["one on another network only", [container({ data: ["10.0.3.4", "web"] })], []],
  ["one that has ended", [container({ app: ["", "web"] })], []],
])("nginx is told of %s", (_, to, lines) => expect(hostLines(nginx, to)).toEqual(lines));

test("lines that were left behind are taken away, and nothing else", () => {
  const own = "127.0.0.1\tlocalhost\n10.0.2.2\t0a1b2c # nginx\n";
  expect(withoutOurs(own)).toBe(own);
  expect(withoutOurs(`${own}10.0.2.3 web # flask-stack\n`)).toBe(own);
});

test("nginx's workers are told from its master and from what else runs", () => {
  const process = (pid: number, command: string): Process => ({ pid, parent: 1, command });
  const processes = [
    process(1, "/sbin/docker-init -- nginx -g daemon off;"),
    process(7, "nginx: master process nginx -g daemon off;"),
    process(30, "nginx: worker process is shutting down"),
    process(31, "nginx: worker process"),
    process(40, "nginx: cache manager process"),
  ];
  expect(nginxWorkers(processes)).toEqual([30, 31]);
});
