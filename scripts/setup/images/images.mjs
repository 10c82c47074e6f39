import { build } from "esbuild";
import { root } from "../../lib/paths.mjs";

/** The images that generated files start from, and the folder of the Dockerfile that stands in for each. */
export async function images() {
  const { nginxImage, pythonImage, serviceImages } = await product("server/src/scaffold/images.ts");
  return [
    { tag: pythonImage("3.13"), folder: "python" },
    { tag: nginxImage, folder: "nginx" },
    { tag: serviceImages.postgres, folder: "postgres" },
    { tag: serviceImages.redis, folder: "redis" },
  ];
}

/** A module of the product that imports nothing: the tags are written there and nowhere else. */
async function product(path) {
  const made = await build({ absWorkingDir: root, entryPoints: [path], format: "esm", write: false });
  return import(`data:text/javascript,${encodeURIComponent(made.outputFiles[0].text)}`);
}
