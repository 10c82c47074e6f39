/** Makes `flask-stack-VERSION.vsix`. Fails on any warning of vsce, and over 1 MB. */
import { rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { root } from "./lib/paths.mjs";
import { quietly } from "./lib/run.mjs";
import { vsix } from "./lib/vsix.mjs";
import { nodeModules, withOwnNode } from "./setup/node-modules.mjs";

const limit = 1_000_000;

/**
 * The bundles carry their dependencies. Links in the README stay relative: the editor resolves them inside the
 * extension, and no host of the repository has to be named for it.
 */
const flags = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];

export async function makePackage() {
  await build({ minify: true });
  rmSync(vsix, { force: true });
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  const said = await quietly(process.execPath, [vsce, "package", ...flags, "--out", vsix], { cwd: root });
  const warnings = said.split("\n").filter((line) => /warn/i.test(line));
  const { size } = statSync(vsix);
  const told = `${relative(root, vsix)}: ${(size / 1000).toFixed(0)} KB of ${limit / 1000}`;
  if (warnings.length > 0) {
    throw new Error(`vsce warns:\n${said}`);
  }
  if (size > limit) {
    throw new Error(`${told}\n${said}`);
  }
  return told;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await nodeModules();
  await withOwnNode();
  await makePackage().then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
