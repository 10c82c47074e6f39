/** VS Code in a browser window, from npm, built once into the cache (about three minutes). */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cache, cacheFolder } from "../lib/paths.mjs";
import { obtain, quietly } from "../lib/run.mjs";
import { debian } from "./debian.mjs";
import { ownNode, unpackNode } from "./node-modules.mjs";

/** VS Code 1.139; it wants Node 24. */
const version = "4.139.1";
const folder = join(cache, `code-server-${version}`);

/** The program's JavaScript entry: run it with the checkout's Node. */
export const codeServerEntry = join(folder, "node_modules", "code-server", "out", "node", "entry.js");

export async function codeServer() {
  await debian("browser");
  if (existsSync(codeServerEntry)) {
    return;
  }
  await debian("codeServer");
  await obtain(`code-server ${version}`, install);
}

/** Built beside its final place, so that an interrupted build leaves nothing that looks whole. */
async function install() {
  const building = cacheFolder(`code-server-${version}.building`);
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building);
  writeFileSync(join(building, "package.json"), '{ "private": true }\n');
  const env = {
    ...process.env,
    PATH: `${dirname(ownNode)}:${process.env.PATH}`,
    // The headers lie beside the binary in its npm package, so nothing else is downloaded for the native modules.
    npm_config_nodedir: await headers(),
  };
  const flags = ["--legacy-peer-deps", "--ignore-scripts=false", "--no-audit", "--no-fund"];
  await quietly("npm", ["install", ...flags, `code-server@${version}`], { cwd: building, env });
  renameSync(building, folder);
}

/** npm takes the folder for a stray one at its next install, so it may have to be brought back. */
async function headers() {
  const folder = join(dirname(dirname(ownNode)), "node_modules", `node-${process.platform}-${process.arch}`);
  if (!existsSync(join(folder, "include"))) {
    await unpackNode();
  }
  return folder;
}
