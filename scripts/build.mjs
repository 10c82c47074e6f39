/**
 * The bundles: `dist/extension.js` (the client), `dist/server.js` (the language server), `dist/cli.js`; beside them
 * what they share or load late, each once. `--minify` for the package, which also packs documentation texts; `--watch`
 * rebuilds on every change. Type checking is `npm run typecheck`.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeCommonJs } from "./lib/commonJs.mjs";
import { packTexts } from "./lib/packTexts.mjs";
import { root } from "./lib/paths.mjs";
import { nodeModules } from "./setup/node-modules.mjs";

const entries = {
  extension: "client/src/extension.ts",
  server: "server/src/main.ts",
  cli: "server/src/cli.ts",
};

/**
 * dockerode speaks BuildKit's gRPC for `buildImage` alone. The product builds with `docker compose`, so these 600 KB
 * stay out.
 */
const unused = ["@grpc/grpc-js", "@grpc/proto-loader", "protobufjs"];

const options = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // `vscode-languageserver-types` and `jsonc-parser` have a UMD main that cannot be bundled: their ES module is.
  mainFields: ["module", "main"],
  // ssh2 tries these native programs and does without.
  loader: { ".node": "empty" },
  external: ["vscode", "cpu-features"],
  alias: Object.fromEntries(unused.map((name) => [name, join(root, "scripts/lib/empty.cjs")])),
  legalComments: "none",
  write: false,
};

/** Builds what has a source; throws if a bundle failed, after esbuild has told why. */
export async function build({ minify = false, watch = false, outdir = "dist" } = {}) {
  const esbuild = await import("esbuild");
  const there = Object.entries(entries).filter(([, source]) => existsSync(join(root, source)));
  const all = {
    ...options,
    entryPoints: Object.fromEntries(there),
    outdir,
    minify,
    sourcemap: minify ? false : "inline",
    logLevel: watch ? "info" : "warning",
    plugins: [...(minify ? [packTexts] : []), writeCommonJs(esbuild, { minify })],
  };
  await (watch ? (await esbuild.context(all)).watch() : esbuild.build(all));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await nodeModules();
  const [minify, watch] = ["--minify", "--watch"].map((flag) => process.argv.includes(flag));
  await build({ minify, watch }).catch(() => {
    process.exitCode = 1;
  });
}
