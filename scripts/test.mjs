/**
 * `npm test`: sets up what is missing and runs everything. `npm test -- unit docker` runs these parts alone.
 * What this machine cannot have is skipped with its reason; with CI=true a skip is a failure.
 */

import { Unavailable } from "./lib/run.mjs";
import { notThere, parts } from "./lib/testParts.mjs";
import { nodeModules, withOwnNode } from "./setup/node-modules.mjs";

await nodeModules();
await withOwnNode();

const strict = Boolean(process.env.CI) && process.env.CI !== "false";
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`No part is called ${unknown.join(", ")}; there are: ${parts.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

const chosen = parts.filter(({ name }) => asked.length === 0 || asked.includes(name));
const begun = new Map();
const results = [];
for (const part of chosen) {
  console.log(`\n=== ${part.name}: ${part.what}`);
  for (const other of chosen) if (other.beside?.includes(part.name)) begin(other);
  const done = await begin(part);
  if (done.said) console.log(done.said);
  results.push(done);
}

const sum = (key) => results.reduce((total, one) => total + one[key], 0);
console.log("\n=== summary");
for (const { name, seconds, passed, failed, skipped, reason } of results) {
  const verdict = failed > 0 ? "FAILED " : reason ? "SKIPPED" : "ok     ";
  const counted = passed + failed + skipped > 0 ? `${passed} passed, ${failed} failed, ${skipped} skipped` : "";
  console.log(
    `${verdict} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s  ${counted} ${reason ?? ""}`.trimEnd(),
  );
}
for (const { name, left = [], broken = [], again = [] } of results) {
  for (const test of again) console.log(`twice   ${name}: ${test}`);
  for (const test of broken) console.log(`failed  ${name}: ${test}`);
  for (const test of left) console.log(`skipped ${name}: ${test}`);
}
for (const reason of notThere) console.log(`not there: ${reason}`);
const skipped = sum("skipped");
const took = `${(performance.now() / 1000).toFixed(0)} s`;
console.log(
  `\n${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""} in ${took}`,
);
process.exit(sum("failed") > 0 ? 1 : 0);

/** What comes of a part, which is started unless it already is. */
function begin(part) {
  const started = Date.now();
  const timed = async () => ({
    name: part.name,
    ...(await result(part)),
    seconds: (Date.now() - started) / 1000,
  });
  if (!begun.has(part)) begun.set(part, timed());
  return begun.get(part);
}

/** A part that cannot run counts as one skipped test, and as one failed where nothing may be skipped. */
async function result(part) {
  try {
    const counts = await part.run();
    if (!strict || counts.skipped === 0) return counts;
    const reason = `${counts.skipped} of them skipped, which CI=true does not allow`;
    return { ...counts, failed: counts.failed + counts.skipped, skipped: 0, reason };
  } catch (error) {
    console.error(error instanceof Unavailable ? `SKIPPED: ${error.message}` : error);
    const skip = error instanceof Unavailable && !strict;
    return { passed: 0, failed: skip ? 0 : 1, skipped: skip ? 1 : 0, reason: error.message.split("\n")[0] };
  }
}
