/** Requests per second by `wrk`, and nothing but good answers. */
import { quietly, Unavailable, which } from "../lib/run.mjs";

/** Connections that are open at once. */
export const connections = 64;

/** How many requests `url` answered in about `seconds`, and how many that is a second. Throws where one was an error. */
export async function load(url, seconds) {
  const wrk = which("wrk");
  if (wrk === undefined) throw new Unavailable("wrk is not installed: `apt-get install wrk`");
  const said = await quietly(wrk, ["-t", "2", "-c", String(connections), "-d", `${seconds}s`, "--timeout", "10s", url]);
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(said)?.[1];
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1]);
  if (bad !== undefined || !(rate > 0)) throw new Error(`${url} did not answer well:\n${said}`);
  return { rate, count: Number(/(\d+) requests in/.exec(said)?.[1]) };
}
