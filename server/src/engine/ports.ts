import { createServer } from "node:net";
import * as l10n from "@vscode/l10n";
import { fail, type Result } from "../result";

type Availability = "free" | "busy" | "forbidden";

/** Whether a TCP port can be listened at, on one address or (unless told) on all of them. */
export function portAvailability(port: number, host?: string): Promise<Availability> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code === "EACCES" || error.code === "EPERM" ? "forbidden" : "busy");
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve("free")));
  });
}

/** A port can be free on all addresses taken together and still be busy on one of them. */
async function availability(port: number): Promise<Availability> {
  for (const host of ["0.0.0.0", "127.0.0.1"]) {
    const found = await portAvailability(port, host);
    if (found !== "free") return found;
  }
  return "free";
}

/** The first free port after this one; undefined where none of the next hundred is. */
export async function nextFreePort(after: number): Promise<number | undefined> {
  // Below 1024 a port needs rights that the next one would need too.
  const first = after < 1024 ? 8080 : after + 1;
  for (let port = first; port < first + 100 && port <= 65535; port++) {
    if ((await availability(port)) === "free") return port;
  }
  return undefined;
}

/** A port that nobody uses, for what is not published; chosen by the system. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no port."));
      });
    });
  });
}

/**
 * What is wrong with publishing at a port, and which one would do; undefined where nothing is.
 * @param holder asks who listens there
 */
export async function portProblem(
  port: number,
  holder: () => Promise<string | undefined> = async () => undefined,
): Promise<Result<never> | undefined> {
  const found = await availability(port);
  if (found === "free") return undefined;
  return found === "busy" ? portBusy(port, await holder()) : portForbidden(port);
}

/**
 * Names the busy port and offers the next free one.
 * @param holder who listens there, where it is known, already translated
 */
export async function portBusy(port: number, holder?: string): Promise<Result<never>> {
  const next = await nextFreePort(port);
  if (holder !== undefined && next !== undefined) {
    const message = l10n.t(
      "Port {0} is already in use by {1}: choose port {2}, which is free, or stop that first.",
      port,
      holder,
      next,
    );
    return { ok: false, problem: { code: "port-busy", message, freePort: next } };
  }
  if (next === undefined) {
    return fail(
      "port-busy",
      l10n.t("Port {0} is already in use on this machine: stop what uses it, or choose another port.", port),
    );
  }
  const message = l10n.t(
    "Port {0} is already in use on this machine: choose port {1}, which is free, or stop what uses {0}.",
    port,
    next,
  );
  return { ok: false, problem: { code: "port-busy", message, freePort: next } };
}

async function portForbidden(port: number): Promise<Result<never>> {
  const next = (await nextFreePort(port)) ?? 8080;
  const message = l10n.t("Port {0} needs rights that you do not have: choose a port such as {1}.", port, next);
  return { ok: false, problem: { code: "port-forbidden", message, freePort: next } };
}
