import { spawn } from "node:child_process";
import { isAbsolute, resolve } from "node:path";

/** What an nginx on this machine says of a configuration. */
export type Verdict =
  | { readonly kind: "fine" }
  | { readonly kind: "refused"; readonly message: string; readonly path?: string; readonly line?: number }
  /** No nginx is at hand, or it could not be run: its own words. */
  | { readonly kind: "unknown"; readonly message: string };

/** How long `nginx -t` may look for hosts and open files. */
const patience = 15_000;

/**
 * Runs `nginx -t` on a file as it is on the disk. nginx loads the modules that the configuration names, which is running
 * code: only to be called where the user trusts the folder and asked for it.
 * @param file absolute path of the root file
 * @param home absolute path of the folder that its relative paths count from
 */
export function askNginx(file: string, home: string, program = "nginx"): Promise<Verdict> {
  return new Promise((answer) => {
    const child = spawn(program, ["-t", "-q", "-c", file, "-p", home, "-e", "stderr"], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: patience,
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", (error) => answer({ kind: "unknown", message: error.message }));
    child.on("close", (code) => {
      if (code === 0) answer({ kind: "fine" });
      else if (code === null) answer({ kind: "unknown", message: said.trim() });
      else answer(readVerdict(said, home));
    });
  });
}

/** The reason and its place from what `nginx -t` wrote: `nginx: [emerg] MESSAGE in FILE:LINE`. */
export function readVerdict(said: string, home: string): Verdict {
  const reason = said.match(/\[(?:emerg|alert|crit)\] (?:\d+#\d+: )?(.*)$/m)?.[1];
  if (reason === undefined) return { kind: "unknown", message: said.trim() };
  const [, message = reason, path, line] = reason.match(/^(.*) in (.+?):(\d+)$/) ?? [];
  if (path === undefined) return { kind: "refused", message };
  return { kind: "refused", message, path: isAbsolute(path) ? path : resolve(home, path), line: Number(line) };
}
