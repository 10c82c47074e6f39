import { expect } from "vitest";
import { docker, processesOf } from "./docker";
import { ask } from "./http";
import type { Stack } from "./stack";

/** What `probe.py` answers at `/probe/seen`. */
export interface Seen {
  readonly headers: readonly (readonly [string, string])[];
  readonly remote_addr: string;
  readonly scheme: string;
  readonly host: string;
  readonly pid: number;
}

/** When the dependencies in the web image were installed, to the nanosecond: pip writes INSTALLER as it installs. */
export async function installedAt(stack: Stack): Promise<string> {
  const script = `
import importlib.metadata as metadata
for name in ("flask", "gunicorn", "werkzeug"):
    print(name, metadata.distribution(name).locate_file(metadata.distribution(name)._path / "INSTALLER").stat().st_mtime_ns)
`;
  return docker("exec", await stack.container("web"), "python", "-c", script);
}

/** The address that a client on this machine has for the stack's Nginx: the bridge's own. */
export async function gatewayOf(stack: Stack): Promise<string> {
  const format = "{{range .NetworkSettings.Networks}}{{.Gateway}} {{end}}";
  const gateways = (await docker("inspect", "--format", format, await stack.container("nginx"))).trim().split(" ");
  const answer = await ask(`${stack.url}/probe/seen`);
  const seen: Seen = JSON.parse(answer.text);
  expect(gateways).toContain(seen.remote_addr);
  return seen.remote_addr;
}

/** The process ids, inside the container, of Gunicorn's workers: the children of the process that has children. */
export async function workersOf(id: string): Promise<readonly number[]> {
  const processes = (await processesOf(id)).filter(({ name }) => /gunicorn|python/.test(name));
  return processes.filter(({ parent }) => processes.some(({ pid }) => pid === parent)).map(({ pid }) => pid);
}

/** `16m` in bytes. */
export function bytes(size: string): number {
  const unit = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[size.slice(-1).toLowerCase()];
  return unit === undefined ? Number(size) : Number(size.slice(0, -1)) * unit;
}
