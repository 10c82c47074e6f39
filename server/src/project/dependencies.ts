import type { Files } from "../workspace/files";
import { ancestors, join } from "../workspace/paths";
import {
  type Manifest,
  type Pyproject,
  readCondaEnvironment,
  readPipfile,
  readPyproject,
  readSetupCfg,
  readSetupPy,
} from "./manifests";
import type { PackageManager, Project, Requirement } from "./project";
import { readRequirementFiles } from "./requirements";

export type Dependencies = Pick<Project, "packageManager" | "dependencyFiles" | "requirements">;

/** Requirements files by name, the likeliest first; those of tests, docs and tools are not among them. */
const requirementFiles = [
  "requirements.txt",
  "requirements/production.txt",
  "requirements/prod.txt",
  "requirements/requirements.txt",
  "requirements/base.txt",
  "requirements/main.txt",
  "requirements/common.txt",
  "requirements/default.txt",
  "requirements-prod.txt",
  "requirements_prod.txt",
  "requirements-production.txt",
  "requirements.prod.txt",
  "requirements-base.txt",
  "requirements.in",
  "requirement.txt",
  "reqs.txt",
  "deps.txt",
];

const condaFiles = ["environment.yml", "environment.yaml", "conda.yml"];

/** What a project is installed from: looked for in the folder that it starts in, and then in those above. */
export function readDependencies(files: Files, folder: string): Dependencies {
  for (const place of ancestors(folder)) {
    const found = inFolder(files, place);
    if (found !== undefined) return found;
  }
  return { packageManager: "none", dependencyFiles: [], requirements: [] };
}

function inFolder(files: Files, folder: string): Dependencies | undefined {
  const names = new Set(files.list(folder).flatMap(({ name, kind }) => (kind === "file" ? [name] : [])));
  const pyproject = names.has("pyproject.toml") ? readPyproject(files, join(folder, "pyproject.toml")) : undefined;
  const by = (
    packageManager: PackageManager,
    requirements: readonly Requirement[],
    ...paths: string[]
  ): Dependencies => ({
    packageManager,
    dependencyFiles: paths.filter((name) => names.has(name)).map((name) => join(folder, name)),
    requirements,
  });

  if (pyproject !== undefined) {
    const { requirements } = pyproject;
    if (names.has("uv.lock")) return by("uv", requirements, "pyproject.toml", "uv.lock");
    if (names.has("poetry.lock") && pyproject.tool.poetry)
      return by("poetry", requirements, "pyproject.toml", "poetry.lock");
    if (names.has("poetry.lock")) return by("poetry", requirements, "pyproject.toml", "poetry.lock");
    if (names.has("pdm.lock")) return by("pdm", requirements, "pyproject.toml", "pdm.lock");
  }
  if (names.has("Pipfile") && names.has("Pipfile.lock"))
    return by("pipenv", readPipfile(files, join(folder, "Pipfile"))?.requirements ?? [], "Pipfile", "Pipfile.lock");

  const pip = readPip(files, folder);
  const declared = pyproject === undefined ? undefined : declaredBy(pyproject);
  if (
    pip !== undefined &&
    (declared === undefined || namesFlask(pip.requirements) || !namesFlask(declared.requirements))
  )
    return pip;
  if (declared !== undefined && pyproject !== undefined)
    return by(declared.packageManager, declared.requirements, "pyproject.toml");
  if (names.has("Pipfile"))
    return by("pipenv", readPipfile(files, join(folder, "Pipfile"))?.requirements ?? [], "Pipfile");
  if (pip !== undefined) return pip;
  for (const name of condaFiles) {
    const conda = names.has(name) ? readCondaEnvironment(files, join(folder, name)) : undefined;
    if (conda !== undefined) return by("conda", conda.requirements, name);
  }
  return readSetup(files, folder, names, by);
}

/** A project whose only manifest is pyproject.toml; one that only has settings of tools declares nothing. */
function declaredBy({
  tool,
  isProject,
  requirements,
}: Pyproject): { packageManager: PackageManager; requirements: readonly Requirement[] } | undefined {
  if (!isProject || requirements.length === 0) return undefined;
  if (tool.poetry) return { packageManager: "poetry", requirements };
  if (tool.pdm) return { packageManager: "pdm", requirements };
  return { packageManager: tool.uv ? "uv" : "pip", requirements };
}

function readPip(files: Files, folder: string): Dependencies | undefined {
  for (const name of requirementFiles) {
    const found = readRequirementFiles(files, join(folder, name));
    if (found.files.length === 0) continue;
    // `-e .`: what the project's own metadata asks for is installed with it.
    const own = found.self ? ownMetadata(files, folder) : undefined;
    return {
      packageManager: "pip",
      dependencyFiles: [...found.files, ...(own?.dependencyFiles ?? [])],
      requirements: [...found.requirements, ...(own?.requirements ?? [])],
    };
  }
  return undefined;
}

function ownMetadata(files: Files, folder: string): Omit<Dependencies, "packageManager"> {
  const names = ["pyproject.toml", "setup.py", "setup.cfg"].filter(
    (name) => files.text(join(folder, name)) !== undefined,
  );
  const read = { "pyproject.toml": readPyproject, "setup.py": readSetupPy, "setup.cfg": readSetupCfg };
  const manifests = Object.entries(read).flatMap(([name, reader]) => reader(files, join(folder, name)) ?? []);
  return {
    dependencyFiles: names.map((name) => join(folder, name)),
    requirements: manifests.flatMap(({ requirements }) => requirements),
  };
}

function readSetup(
  files: Files,
  folder: string,
  names: ReadonlySet<string>,
  by: (manager: PackageManager, requirements: readonly Requirement[], ...paths: string[]) => Dependencies,
): Dependencies | undefined {
  const manifests: Manifest[] = [];
  if (names.has("setup.cfg")) manifests.push(readSetupCfg(files, join(folder, "setup.cfg")) ?? nothing);
  if (names.has("setup.py")) manifests.push(readSetupPy(files, join(folder, "setup.py")) ?? nothing);
  const requirements = manifests.flatMap((manifest) => manifest.requirements);
  if (names.has("setup.py")) return by("pip", requirements, "setup.py", "setup.cfg");
  return requirements.length > 0 ? by("pip", requirements, "setup.cfg", "pyproject.toml") : undefined;
}

const nothing: Manifest = { requirements: [], python: undefined };

function namesFlask(requirements: readonly Requirement[]): boolean {
  return requirements.some(({ name }) => /flask|dash|connexion|^eve$/.test(name));
}
