/** Programs that the signals of the terminal do not reach. Node built-ins only. */
import { spawn } from "node:child_process";

/**
 * Runs a program in a session of its own, with its output on ours; gives its exit code and standard output. It is asked
 * to stop once, where `signal` fires. `quiet` keeps standard output off ours.
 */
export function apart(program, args, { signal, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const detached = process.platform !== "win32";
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached, windowsHide: true });
    const chunks = [];
    child.stdout.on("data", (chunk) => {
      chunks.push(chunk);
      if (!quiet) process.stdout.write(chunk);
    });
    child.stderr.on("data", (chunk) => process.stderr.write(chunk));
    const stop = () => child.kill("SIGINT");
    signal?.addEventListener("abort", stop, { once: true });
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
    });
  });
}
