import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * esbuild shares code between bundles only in ES modules, and an extension is CommonJS: this writes each finished file
 * as CommonJS, a late `import()` as a late `require()`.
 */
export const writeCommonJs = (esbuild, { minify }) => ({
  name: "write CommonJS",
  setup(build) {
    build.onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        const { code } = await esbuild.transform(text, {
          format: "cjs",
          platform: "node",
          target: "node20",
          supported: { "dynamic-import": false },
          minify,
          sourcemap: minify ? false : "inline",
          sourcefile: path,
        });
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, code, { mode: code.startsWith("#!") ? 0o755 : 0o644 });
      }
      const written = outputFiles.map(({ path }) => basename(path));
      const folder = outputFiles[0] && dirname(outputFiles[0].path);
      for (const name of folder ? readdirSync(folder) : []) {
        if (!written.includes(name)) rmSync(join(folder, name), { recursive: true });
      }
    });
  },
});
