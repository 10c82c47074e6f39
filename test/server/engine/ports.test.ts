import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { anyFreePort, nextFreePort, portProblem } from "../../../server/src/engine/ports";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

async function busyPort(host: string): Promise<number> {
  const port = await anyFreePort();
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return port;
}

test.each(["0.0.0.0", "127.0.0.1", "::"])(
  "a port that is busy on %s is named, and the next free one offered",
  async (host) => {
    const port = await busyPort(host);
    const problem = await portProblem(port);
    expect(problem).toMatchObject({ problem: { code: "port-busy" } });
    const next = await nextFreePort(port);
    expect(next).toBeGreaterThan(port);
    expect(problem?.ok === false && problem.problem.message).toContain(`choose port ${next}`);
  },
);

test("who has a busy port is named, where it is known", async () => {
  const port = await busyPort("0.0.0.0");
  const problem = await portProblem(port, async () => "the container shop");
  expect(problem?.ok === false && problem.problem.message).toContain("in use by the container shop: choose port");
});

test("nothing is wrong with a free port", async () => expect(await portProblem(await anyFreePort())).toBeUndefined());

test("the one after a privileged port is one that anybody may use", async () =>
  expect(await nextFreePort(80)).toBeGreaterThanOrEqual(8080));
