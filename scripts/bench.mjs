/**
 * `npm run bench`: measures what the product promises in numbers and prints it beside the aim.
 * `npm run bench -- requests rebuild` runs these alone. Numbers are of this machine and this minute: the exit code
 * is 0 even where an aim is missed, and 1 only where something could not be measured.
 */
import { arch, availableParallelism, cpus, loadavg } from "node:os";
import { benchmarks } from "./bench/benchmarks.mjs";
import { printTable } from "./bench/table.mjs";
import { Unavailable } from "./lib/run.mjs";
import { nodeModules, withOwnNode } from "./setup/node-modules.mjs";

await nodeModules();
await withOwnNode();

const asked = process.argv.slice(2);
const names = Object.keys(benchmarks);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(", ")}; there are: ${names.join(", ")}`);
  process.exit(2);
}

// What is packaged is what is measured.
const { build } = await import("./build.mjs");
await build({ minify: true });

const rows = [];
for (const name of names.filter((name) => asked.length === 0 || asked.includes(name))) {
  console.error(`bench: ${name} ...`);
  try {
    rows.push(...(await benchmarks[name]()));
  } catch (error) {
    console.error(error instanceof Unavailable ? `bench: ${name} SKIPPED: ${error.message}` : error);
    rows.push({ what: name, measured: "not measured", aim: "", met: undefined });
    process.exitCode = 1;
  }
}
// What the numbers are worth: a busy machine makes all of them worse, and wrk needs a part of the CPUs for itself.
const [load] = loadavg();
console.log(
  `\n${availableParallelism()} CPUs, load ${load.toFixed(1)}, ${cpus()[0]?.model ?? arch()}, Node ${process.version}\n`,
);
printTable(rows);
