/**
 * The bundles: `dist/extension.js` (the client), `dist/server.js` (the language server), `dist/cli.js`; beside them
 * what they share or load late, each once; and `dist/picture.js`, which runs in a page. `--minify` for the package, which
 * also packs documentation texts; `--watch` rebuilds on every change. Type checking is `npm run typecheck`.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeCommonJs } from "./lib/commonJs.mjs";
import { packCatalogs } from "./lib/packCatalogs.mjs";
import { root } from "./lib/paths.mjs";
import { nodeModules } from "./setup/node-modules.mjs";

const entries = {
  extension: "client/src/extension.ts",
  server: "server/src/main.ts",
  cli: "server/src/cli.ts",
};

/**
 * dockerode speaks BuildKit's gRPC and packs a folder for `buildImage` alone, and the product builds with
 * `docker compose`; an engine over ssh is reached through the user's own `ssh` (engine/docker/ssh.ts). These 1,000 KB
 * stay out.
 */
const unused = ["@grpc/grpc-js", "@grpc/proto-loader", "protobufjs", "ssh2", "tar-fs"];

const options = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // `vscode-languageserver-types` and `jsonc-parser` have a UMD main that cannot be bundled: their ES module is.
  mainFields: ["module", "main"],
  external: ["vscode"],
  alias: {
    ...Object.fromEntries(unused.map((name) => [name, join(root, "scripts/lib/empty.cjs")])),
    // All texts are handed to it, so it need not load what reads files.
    "@vscode/l10n": join(root, "node_modules/@vscode/l10n/dist/browser.js"),
  },
  legalComments: "none",
  write: false,
};

/** What runs in the picture of a stack, which is a page: its script and its style are files of their own. */
const page = {
  absWorkingDir: root,
  bundle: true,
  format: "iife",
  platform: "browser",
  target: "chrome120",
  entryPoints: { picture: "client/src/picture/webview/main.ts" },
  legalComments: "none",
};

/** Throws if a bundle failed, after esbuild has told why. */
export async function build({ minify = false, watch = false, outdir = "dist" } = {}) {
  const esbuild = await import("esbuild");
  const all = {
    ...options,
    entryPoints: entries,
    outdir,
    minify,
    sourcemap: minify ? false : "inline",
    logLevel: watch ? "info" : "warning",
    plugins: [...(minify ? [packCatalogs] : []), writeCommonJs(esbuild, { minify })],
  };
  const drawn = { ...page, outdir, minify, sourcemap: all.sourcemap, logLevel: all.logLevel };
  const run = async (bundle) => (watch ? (await esbuild.context(bundle)).watch() : esbuild.build(bundle));
  await Promise.all([all, drawn].map(run));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await nodeModules();
  const [minify, watch] = ["--minify", "--watch"].map((flag) => process.argv.includes(flag));
  await build({ minify, watch }).catch(() => {
    process.exitCode = 1;
  });
}
