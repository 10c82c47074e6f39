/** `node scripts/setup/run.mjs [node] [engine] [images] [host] [code-server] [bench]`: makes these available; all without a name. */
import { baseImages } from "./base-images.mjs";
import { codeServer } from "./code-server.mjs";
import { composePlugins } from "./compose-plugins.mjs";
import { debian } from "./debian.mjs";
import { engine } from "./engine.mjs";
import { nodeModules, withOwnNode } from "./node-modules.mjs";

const parts = {
  node: nodeModules,
  engine: async () => {
    await engine();
    await composePlugins();
  },
  images: baseImages,
  host: () => debian("hostEngine"),
  "code-server": codeServer,
  bench: () => debian("load"),
};

await nodeModules();
await withOwnNode();
const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : Object.keys(parts)) {
  const part = parts[name];
  if (!part) {
    console.error(`No part is called ${name}; there are: ${Object.keys(parts).join(", ")}`);
    process.exit(2);
  }
  await part();
}
