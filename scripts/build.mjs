/**
 * The three bundles: `dist/extension.js` (the client), `dist/server.js` (the language server), `dist/cli.js`.
 * `--minify` for the package; `--watch` rebuilds on every change. Type checking is `npm run typecheck`.
 */
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./lib/paths.mjs";
import { nodeModules } from "./setup/node-modules.mjs";

const entries = [
  { name: "extension", source: "client/src/extension.ts", external: ["vscode"] },
  { name: "server", source: "server/src/main.ts" },
  { name: "cli", source: "server/src/cli.ts" },
];

/**
 * dockerode speaks BuildKit's gRPC for `buildImage` alone. The product builds with `docker compose`, so these 600 KB
 * stay out.
 */
const unused = ["@grpc/grpc-js", "@grpc/proto-loader", "protobufjs"];

/** `vscode-languageserver-types` and `jsonc-parser` have a UMD main that cannot be bundled: their ES module is. */
const shared = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  loader: { ".node": "empty" },
  external: ["cpu-features"],
  alias: Object.fromEntries(unused.map((name) => [name, join(root, "scripts/lib/empty.cjs")])),
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: root,
};

/** Options of one bundle. */
export function bundle({ source, name, external = [] }, { minify = false } = {}) {
  return {
    ...shared,
    external: [...shared.external, ...external],
    entryPoints: [source],
    outfile: `dist/${name}.js`,
    minify,
    sourcemap: !minify,
  };
}

/** Builds what has a source. Throws if a bundle failed; the others are made all the same. */
export async function build({ minify = false, watch = false } = {}) {
  const esbuild = await import("esbuild");
  const make = async (options) =>
    watch ? (await esbuild.context({ ...options, logLevel: "info" })).watch() : esbuild.build(options);
  const there = entries.filter(({ source }) => existsSync(join(root, source)));
  const made = await Promise.allSettled(there.map((entry) => make(bundle(entry, { minify }))));
  const failed = there.filter((_, at) => made[at].status === "rejected");
  if (failed.length > 0) {
    throw new Error(`These bundles did not build: ${failed.map(({ name }) => name).join(", ")}`);
  }
  const cli = join(root, "dist/cli.js");
  if (existsSync(cli)) {
    chmodSync(cli, 0o755);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await nodeModules();
  const [minify, watch] = ["--minify", "--watch"].map((flag) => process.argv.includes(flag));
  await build({ minify, watch }).catch(({ message }) => {
    console.error(message);
    process.exitCode = 1;
  });
}
