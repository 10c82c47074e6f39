import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What `pcre2_compile` says of one pattern. */
export type Answer =
  | { readonly error: string; readonly at: number }
  | { readonly error?: undefined; readonly groups: number; readonly names: number };

/**
 * Asks the PCRE2 that the nginx of this machine is linked with, through Python's ctypes, of all patterns at once.
 * @returns undefined where there is no Python or no such library
 */
export function askPcre(patterns: readonly string[]): { version: string; answers: readonly Answer[] } | undefined {
  const program = join(import.meta.dirname, "pcre.py");
  const said = spawnSync("python3", [program], {
    input: JSON.stringify(patterns),
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  return said.status === 0 ? JSON.parse(said.stdout) : undefined;
}
