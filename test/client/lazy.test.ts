import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";

const root = join(__dirname, "../..");

/** The modules that are loaded with an entry: those that its imports lead to, without the late ones (`import()`). */
function eager(metafile: Metafile, entry: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of metafile.inputs[path]?.imports ?? []) {
      if (kind !== "dynamic-import" && metafile.inputs[next] !== undefined) visit(next);
    }
  };
  visit(entry);
  return [...seen].sort();
}

const trace = async (entry: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["vscode", "cpu-features"],
    loader: { ".node": "empty" },
    logLevel: "silent",
    outfile: "trace.js",
  });
  return eager(metafile, entry);
};

describe("what is loaded with the extension", () => {
  let loaded: readonly string[];
  beforeAll(async () => {
    loaded = await trace("client/src/extension.ts");
  });

  test("is the wiring and the panel's drawing, and no package at all", () => {
    expect(loaded).toEqual([
      "client/src/extension.ts",
      "client/src/makeParts.ts",
      "client/src/parts.ts",
      "client/src/served.ts",
      "client/src/stack/redraws.ts",
      "client/src/stack/tree.ts",
    ]);
  });
});

describe("what is loaded with the language server before it answers initialize", () => {
  let loaded: readonly string[];
  beforeAll(async () => {
    loaded = await trace("server/src/connection/serve.ts");
  });

  test("is the connection, and none of the parsers", () => {
    const packages = loaded.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual([
      "@vscode/l10n",
      "vscode-jsonrpc",
      "vscode-languageserver",
      "vscode-languageserver-protocol",
      "vscode-languageserver-textdocument",
      "vscode-languageserver-types",
    ]);
  });
});
