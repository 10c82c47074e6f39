import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../lib/paths.mjs";
import { output, quietly } from "../../lib/run.mjs";

const version = "0.5.8";

/** The program `crossplane` from PyPI, in an environment of its own in the cache; undefined where it cannot be had. */
export async function crossplane() {
  const venv = join(cacheFolder("bench"), `crossplane-${version}`);
  const program = join(venv, "bin", "crossplane");
  if (!existsSync(program)) {
    try {
      await quietly("python3", ["-m", "venv", venv]);
      await quietly(join(venv, "bin", "pip"), ["install", "--quiet", `crossplane==${version}`]);
    } catch (error) {
      console.error(`bench: crossplane is not there to be compared with: ${error.message.split("\n", 1)[0]}`);
      return undefined;
    }
  }
  return output(program, ["--version"]) === undefined ? undefined : program;
}
