import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../lib/paths.mjs";
import { median } from "../measure.mjs";

/** What it costs a new process to load the bundle that holds the catalog of Nginx's directives. */
export function catalog() {
  const dist = join(root, "dist");
  // Parts of earlier builds may still be there. The checks name modules, too, but not all of them.
  const isCatalog = (code) => code.includes("ngx_http_core_module") && code.includes('"directives":{');
  const newest = readdirSync(dist)
    .filter((name) => name.endsWith(".js") && isCatalog(readFileSync(join(dist, name), "utf8")))
    .sort((a, b) => statSync(join(dist, a)).mtimeMs - statSync(join(dist, b)).mtimeMs)
    .at(-1);
  if (newest === undefined) throw new Error("no bundle in dist holds the catalog of Nginx");
  const script = "const began = performance.now(); require(process.argv[1]); console.log(performance.now() - began);";
  const taken = Array.from({ length: 11 }, () =>
    Number(spawnSync(process.execPath, ["-e", script, join(dist, newest)], { encoding: "utf8" }).stdout),
  );
  const measured = median(taken);
  return {
    what: "loading the catalog of Nginx in a new process",
    measured: `${measured.toFixed(1)} ms`,
    aim: "under 15 ms",
    met: measured < 15,
  };
}
