import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../lib/paths.mjs";
import { which } from "../../lib/run.mjs";
import { median } from "../measure.mjs";
import { config } from "./config.mjs";
import { crossplane } from "./crossplane.mjs";

const ms = (number) => `${number.toFixed(0)} ms`;

/**
 * Wall-clock milliseconds of whole processes, by name: the median of some rounds, each of which runs every program once,
 * so that a busy moment of the machine is nobody's own. A first round, which fills caches, does not count.
 */
function sideBySide(programs, rounds) {
  const taken = new Map(programs.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, command, args } of programs) {
      const began = performance.now();
      const { error, status } = spawnSync(command, args, { stdio: "ignore" });
      if (error || status !== 0) throw error ?? new Error(`${command} ${args.join(" ")} ended with ${status}`);
      if (round > 0) taken.get(name).push(performance.now() - began);
    }
  }
  return new Map([...taken].map(([name, times]) => [name, median(times)]));
}

/** `flask-stack check` beside `nginx -t` and crossplane on the same file, and beside a Node that does nothing. */
export async function checks(folder) {
  const nginx = which("nginx") ?? which("/usr/sbin/nginx");
  const parser = await crossplane();
  return [10_000, 100_000].map((lines) => {
    const path = join(folder, `${lines}.conf`);
    writeFileSync(path, config(lines, folder));
    const parsed = ["parse", "--no-catch", "-o", join(folder, "out.json"), path];
    const programs = [
      { name: "ours", command: process.execPath, args: [join(root, "dist/cli.js"), "check", path] },
      { name: "Node alone", command: process.execPath, args: ["-e", "0"] },
      ...(nginx
        ? [{ name: "nginx -t", command: nginx, args: ["-t", "-q", "-c", path, "-p", folder, "-e", "stderr"] }]
        : []),
      ...(parser ? [{ name: "crossplane", command: parser, args: parsed }] : []),
    ];
    const taken = sideBySide(programs, lines > 50_000 ? 5 : 11);
    const ours = taken.get("ours");
    const others = [...taken]
      .filter(([name]) => name !== "ours")
      .map(
        ([name, time]) => `${name} ${ms(time)}${name === "Node alone" ? "" : `: ${(ours / time).toFixed(2)} of it`}`,
      );
    const limit = taken.get("nginx -t");
    return {
      what: `check of ${lines.toLocaleString("en")} lines of Nginx, whole process`,
      measured: `${ms(ours)} (${others.join(", ")})`,
      aim: "no slower than nginx -t",
      met: limit === undefined ? undefined : ours <= limit,
    };
  });
}
