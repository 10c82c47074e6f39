/** From the start of the language server's process to its answer to `initialize`, on a machine where it ran before. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../lib/paths.mjs";
import { initializeParams, withServer } from "./languageServer.mjs";
import { durationRow } from "./measure.mjs";

const params = initializeParams(pathToFileURL(join(root, "docs/example")).href);

export async function initialize() {
  const taken = [];
  for (let round = 0; round <= 10; round++) {
    const started = performance.now();
    await withServer(async (request) => {
      await request("initialize", params);
      taken.push(performance.now() - started);
    });
  }
  return [durationRow("server: start to answer of initialize", taken.slice(1), 200)];
}
