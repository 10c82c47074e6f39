import { createServer } from "node:net";

/** The first port from `wanted` on that nothing listens at on this machine. */
export async function freePort(wanted) {
  for (let port = wanted; port < 65536; port++) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${wanted} on is free`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
