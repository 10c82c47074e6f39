import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Where `npm run package` puts the extension's package. */
export const vsix = join(root, `${name}-${version}.vsix`);
