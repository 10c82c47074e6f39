/** From the start of the language server's process to its answer to `initialize`. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../lib/paths.mjs";
import { initializeParams, withServer } from "./languageServer.mjs";
import { durationRow, timings } from "./measure.mjs";

const params = initializeParams(pathToFileURL(join(root, "docs/example")).href);

export async function initialize() {
  const taken = await timings(10, () => withServer((request) => request("initialize", params)));
  return [durationRow("server: start to answer of initialize", taken, 200)];
}
