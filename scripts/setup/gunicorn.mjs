/**
 * Gunicorn releases, each in a folder of its own in the cache, and a Python that runs them (`PYTHONPATH` or `sys.path`
 * chooses one): what the catalog is compiled from and what judges our validators.
 */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../lib/paths.mjs";
import { obtain, output, quietly, Unavailable } from "../lib/run.mjs";

/** Releases before 21 import `pkg_resources`, which newer setuptools do not have. */
const setuptools = "setuptools==68.2.2";

/**
 * `{ python, folders }`: the program, and the folder of each release. Throws Unavailable where there is no Python or
 * no package index.
 */
export async function gunicorns(...releases) {
  const base = cacheFolder("gunicorn");
  const python = join(base, "venv", "bin", "python");
  if (!existsSync(python)) await obtain("a Python environment for Gunicorn", () => makeVenv(base));
  const minor = Number(output(python, ["-c", "import sys; print(sys.version_info.minor)"]));
  const folders = {};
  for (const release of releases) {
    const folder = join(base, release);
    const major = Number(release.split(".")[0]);
    if (major < 20 && minor > 11) throw new Unavailable(`Gunicorn ${release} needs a Python before 3.12`);
    const packages = [`gunicorn==${release}`, ...(major < 21 ? [setuptools] : [])];
    if (!existsSync(folder)) await obtain(`Gunicorn ${release}`, () => install(base, folder, python, packages));
    folders[release] = folder;
  }
  return { python, folders };
}

/** The folder of a release's sources, which have examples and tests that are not installed. */
export async function gunicornSources(release) {
  const { python } = await gunicorns();
  const base = cacheFolder("gunicorn");
  const folder = join(base, `sources-${release}`);
  if (!existsSync(folder)) {
    await obtain(`the sources of Gunicorn ${release}`, async () => {
      const target = mkdtempSync(join(base, "install-"));
      const download = ["download", "--no-deps", "--no-binary", ":all:", "--dest", target, `gunicorn==${release}`];
      await quietly(python, ["-m", "pip", ...download]);
      const [archive] = readdirSync(target);
      await quietly(python, ["-m", "tarfile", "-e", join(target, archive), target]);
      moveTo(folder, join(target, `gunicorn-${release}`));
      rmSync(target, { recursive: true, force: true });
    });
  }
  return folder;
}

/** Elsewhere first, so that whoever looks at the same time never sees half of it. */
async function install(base, folder, python, packages) {
  const target = mkdtempSync(join(base, "install-"));
  await quietly(python, ["-m", "pip", "install", "--no-deps", "--target", target, ...packages]);
  moveTo(folder, target);
}

/** Nothing in it is called by a path of its own but `python`, so it can be moved. */
async function makeVenv(base) {
  const target = mkdtempSync(join(base, "install-"));
  await quietly("python3", ["-m", "venv", target]);
  const folder = join(base, "venv");
  if (existsSync(folder) && !existsSync(join(folder, "bin", "python"))) rmSync(folder, { recursive: true });
  moveTo(folder, target);
}

function moveTo(folder, made) {
  try {
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
