import { existsSync, renameSync, rmSync } from "node:fs";
import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../../scripts/lib/paths.mjs";
import { mustRun } from "./run";

/**
 * The unpacked source distribution of one version of a Python package, as its authors published it. Fetched by pip from
 * the index that the machine is set to, once: it stays in the cache outside the checkout. Not to be written to.
 */
export async function sourceDistribution(name: string, version: string): Promise<string> {
  const sources = cacheFolder("sources");
  const folder = join(sources, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  // pip makes the metadata of what it downloads, so the build backend has to be there too: it sees to that itself.
  const fetched = await mkdtemp(join(sources, "fetch-"));
  const flags = ["--no-deps", "--no-binary", ":all:", "--quiet", "--dest", fetched];
  await mustRun("python3", ["-m", "pip", "download", ...flags, `${name}==${version}`]);
  const archive = (await readdir(fetched)).find((file) => file.endsWith(".tar.gz"));
  if (archive === undefined) throw new Error(`pip found no source distribution of ${name} ${version}`);
  await mustRun("tar", ["-xzf", join(fetched, archive), "-C", fetched]);
  renameSync(join(fetched, archive.slice(0, -".tar.gz".length)), folder);
  rmSync(fetched, { recursive: true });
  return folder;
}
