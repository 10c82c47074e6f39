import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { quoteWord } from "../../languages/nginx/tree";

/** What an nginx on this machine says of a configuration. */
export type Verdict =
  | { readonly kind: "fine" }
  | { readonly kind: "refused"; readonly message: string; readonly path?: string; readonly line?: number }
  | Unknown;

/** No nginx is at hand, or it could not be run: its own words; or it does not know this host of the stack. */
export interface Unknown {
  readonly kind: "unknown";
  readonly message: string;
  readonly host?: string;
}

/** How long `nginx -t` may look for hosts and open files. */
const patience = 15_000;

/**
 * Runs `nginx -t` on a file as it is on the disk. nginx loads the modules that the configuration names, which is running
 * code: only to be called where the user trusts the folder and asked for it.
 * @param file absolute path of the root file
 * @param home absolute path of the folder that its relative paths count from
 * @param context where the file's own directives stand: a fragment is tested within what would be around it
 */
export async function askNginx(file: string, home: string, context = "main", program = "nginx"): Promise<Verdict> {
  if (context === "main") return run(program, file, home);
  const work = mkdtempSync(join(tmpdir(), "flask-stack-nginx-"));
  try {
    const whole = join(work, "nginx.conf");
    writeFileSync(whole, around(context, file));
    const verdict = await run(program, whole, home);
    // What is wrong with what we put around it is nothing that the file says.
    return verdict.kind === "refused" && verdict.path === whole
      ? { kind: "unknown", message: verdict.message }
      : verdict;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const openers: Readonly<Record<string, string>> = { location: "location /", upstream: "upstream fragment" };

/** A whole configuration that includes a fragment where it belongs: for `http/server` in a server. */
export function around(context: string, file: string): string {
  const blocks = context.split("/").flatMap((name, index, all) =>
    // A location stands in a server, which its context's name leaves out.
    name === "location" && all[index - 1] === "http" ? ["server", "location"] : [name],
  );
  const inside = `include ${quoteWord(file)};`;
  const text = blocks.reduceRight((inner, name) => `${openers[name] ?? name} { ${inner} }`, inside);
  return context.startsWith("events") ? `${text}\n` : `events {}\n${text}\n`;
}

function run(program: string, file: string, home: string): Promise<Verdict> {
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
