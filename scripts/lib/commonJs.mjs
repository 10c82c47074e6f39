import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { joinSmall } from "./joinSmall.mjs";

/** In milliseconds: an editor that runs an earlier build may still load a part of it. */
const patience = 3_600_000;

/**
 * esbuild shares code between bundles only in ES modules, and an extension is CommonJS: this writes each finished file
 * as CommonJS, a late `import()` as a late `require()`.
 */
export const writeCommonJs = (esbuild, { minify }) => ({
  name: "write CommonJS",
  setup(build) {
    const entries = new Set(Object.keys(build.initialOptions.entryPoints).map((entry) => `${entry}.js`));
    const isEntry = (path) => entries.has(basename(path));
    build.onEnd(async ({ outputFiles = [] }) => {
      const files = new Map();
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
        files.set(path, plainlyExported(plainlyImported(code)));
      }
      const written = named(minify ? joinSmall(files, isEntry) : files);
      for (const [path, code] of written) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, code, { mode: code.startsWith("#!") ? 0o755 : 0o644 });
      }
      removeStale([...written.keys()]);
    });
  },
});

/**
 * esbuild copies all that a late import gives into an object that looks like an ES module, each time anew, and features
 * import with every key. Parts of the bundle are such objects already.
 */
const plainlyImported = (code) =>
  code.replace(/(\.then\(\(\) ?=> ?)[\w$]+\((require\("\.\/[\w.-]+\.js"\))\)\)/g, "$1$2)");

/**
 * esbuild exports each name as a getter that asks a getter, for the sake of bindings that change later, and what a file
 * exports is called hundreds of thousands of times. Where all of it is there at the end of the file, it is what it will be:
 * only modules that run late, when somebody asks, leave theirs undefined.
 */
const plainlyExported = (code) =>
  `${code}\nmodule.exports=Object.values(module.exports).includes(void 0)?module.exports:{...module.exports};\n`;

/** Writes what all files of the build hash to where `server/src/compileCache.ts` asks for it. */
function named(files) {
  const hash = createHash("sha256");
  for (const [path, code] of files) hash.update(`${basename(path)}\0${code}\0`);
  const name = hash.digest("hex").slice(0, 16);
  return new Map([...files].map(([path, code]) => [path, code.replace(/(["'`])@build@\1/, `"${name}"`)]));
}

/** The names of shared parts carry a hash, so every build would leave the last one's behind. */
function removeStale(written) {
  const folder = written[0] && dirname(written[0]);
  const files = folder ? readdirSync(folder).map((name) => join(folder, name)) : [];
  for (const file of files.filter((path) => !written.includes(path))) {
    if (Date.now() - statSync(file).mtimeMs > patience) rmSync(file);
  }
}
