import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

/**
 * Documentation texts are readable JSON in the repository and most of the size of the package: every `texts.json` (or
 * `texts.ko.json`, ...) of a catalog is bundled compressed, and unpacked by the first `import()` of it. The source that
 * imports it notices nothing.
 */
export const packTexts = {
  name: "pack texts",
  setup(build) {
    build.onLoad({ filter: /[\\/]catalog[\\/][\w.-]*texts[\w.-]*\.json$/ }, ({ path }) => {
      const compact = JSON.stringify(JSON.parse(readFileSync(path, "utf8")));
      const packed = brotliCompressSync(compact).toString("base64");
      const contents = `
        import { brotliDecompressSync } from "node:zlib";
        export default JSON.parse(brotliDecompressSync(Buffer.from("${packed}", "base64")).toString());`;
      return { contents, loader: "js" };
    });
  },
};
