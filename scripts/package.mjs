/** Makes `flask-stack-VERSION.vsix`. Fails on any warning of vsce, and over 1 MB. */
import fs, { cpSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { packReadmes } from "./lib/packedReadme.mjs";
import { root } from "./lib/paths.mjs";
import { quietly } from "./lib/run.mjs";
import { vsix } from "./lib/vsix.mjs";
import { nodeModules, withOwnNode } from "./setup/node-modules.mjs";

const limit = 1_000_000;

/**
 * The bundles carry their dependencies. Links in the README stay relative, so that no host of the repository has to be
 * named for them.
 */
const flags = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];

/** Packs from a folder of its own: the build that an editor runs from `dist` stays as it is. */
export async function makePackage() {
  const stage = join(root, "out/package");
  rmSync(stage, { recursive: true, force: true });
  for (const file of allowed()) cpSync(join(root, file), join(stage, file), { recursive: true });
  cpSync(join(root, ".vscodeignore"), join(stage, ".vscodeignore"));
  packReadmes(stage);
  await build({ minify: true, outdir: join(stage, "dist") });

  rmSync(vsix, { force: true });
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  const said = await quietly(process.execPath, [vsce, "package", ...flags, "--out", vsix], { cwd: stage });
  const warnings = said.split("\n").filter((line) => /warn/i.test(line));
  // Only now, since it is not installed before the first build.
  const { squeeze } = await import("./lib/squeeze.mjs");
  await squeeze(vsix);
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

/** Every file that `.vscodeignore` lets in, but for the bundles. Needs Node 22, so it is not imported by name. */
function allowed() {
  const patterns = readFileSync(join(root, ".vscodeignore"), "utf8").split("\n");
  const wanted = patterns.filter((line) => line.startsWith("!") && !line.startsWith("!dist/"));
  return wanted.flatMap((line) => fs.globSync(line.slice(1), { cwd: root }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await nodeModules();
  await withOwnNode();
  await makePackage().then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
