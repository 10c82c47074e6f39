import { type Catalog, gunicornCatalog } from "../languages/gunicorn/catalog/catalog";
import { compareVersions } from "../languages/versions";
import type { Files } from "../workspace/files";
import { ancestors, join, parentOf } from "../workspace/paths";
import { readDependencies } from "./dependencies";
import { normalizeName, readRequirement } from "./requirements";

/** The Gunicorn release that a project uses, and what says so. */
export interface GunicornVersion {
  readonly version: string;
  /** A file of the project; undefined where nothing says: then it is the newest that is known. */
  readonly source: string | undefined;
}

/** Files that name each installed release, the likeliest first. */
const locks: readonly (readonly [string, RegExp])[] = [
  ["uv.lock", tomlPackage()],
  ["poetry.lock", tomlPackage()],
  ["pdm.lock", tomlPackage()],
  ["pylock.toml", tomlPackage()],
  ["Pipfile.lock", /"gunicorn"\s*:\s*\{[^}]*"version"\s*:\s*"===?\s*([^"]+)"/i],
];

function tomlPackage(): RegExp {
  return /\[\[packages?\]\](?:\r?\n(?!\[)[^\n]*)*?\r?\nname\s*=\s*"gunicorn"(?:\r?\n(?!\[)[^\n]*)*?\r?\nversion\s*=\s*"([^"]+)"/i;
}

/**
 * What a lock file says, else what requirements ask for, else what the Dockerfile installs; the nearest folder first.
 * @param folder where the server starts; files of the folders above hold for it too
 * @param installed requirements that a Dockerfile names, and the file that does
 */
export function gunicornVersion(
  files: Files,
  folder: string,
  catalog: Catalog,
  installed: readonly { readonly requirement: string; readonly path: string }[] = [],
): GunicornVersion {
  for (const place of ancestors(folder)) {
    for (const [name, pattern] of locks) {
      const version = pattern.exec(files.text(join(place, name)) ?? "")?.[1];
      if (version !== undefined) return { version, source: join(place, name) };
    }
  }
  const { requirements, dependencyFiles } = readDependencies(files, folder);
  const asked = requirements.flatMap(({ name, text }) =>
    name === "gunicorn" ? [{ text, source: dependencyFiles.find((file) => mentions(files, file)) }] : [],
  );
  const inImage = installed.flatMap(({ requirement, path }) => {
    const read = readRequirement(requirement);
    return read !== undefined && normalizeName(read.name) === "gunicorn" ? [{ text: read.text, source: path }] : [];
  });
  const told = nearest(folder, dependencyFiles[0], asked, inImage);
  for (const { text, source } of told) {
    const version = releaseOf(text, catalog);
    if (version !== undefined && source !== undefined) return { version, source };
  }
  return { version: catalog.release, source: undefined };
}

interface Mention {
  /** The requirement: `gunicorn==23.0.0`. */
  readonly text: string;
  readonly source: string | undefined;
}

/**
 * What the nearest folder says that mentions Gunicorn, without a release too: what another folder pins is not its own.
 * Images of elsewhere count where nothing on the way up says anything.
 */
function nearest(
  folder: string,
  dependencyFile: string | undefined,
  asked: readonly Mention[],
  inImage: readonly Mention[],
): readonly Mention[] {
  const places = ancestors(folder);
  const around = dependencyFile === undefined ? [] : ancestors(parentOf(dependencyFile));
  const askedAt = places.find((place) => around.includes(place));
  for (const place of places) {
    const own = inImage.filter(({ source }) => source !== undefined && parentOf(source) === place);
    const here = [...(place === askedAt ? asked : []), ...own];
    if (here.length > 0) return here;
  }
  return [...asked, ...inImage];
}

const mentions = (files: Files, path: string): boolean => /gunicorn/i.test(files.text(path) ?? "");

/** The release that a requirement is met by: the one that it pins, else the newest known one that it allows. */
function releaseOf(requirement: string, catalog: Catalog): string | undefined {
  const written = requirement.replace(/;.*$/s, "").replace(/\[[^\]]*\]/, "");
  const clauses = [...written.matchAll(/(===|==|~=|!=|>=|<=|>|<|\^)\s*v?([\d][\w.*+!-]*)/g)];
  if (clauses.length === 0) return undefined;
  const pinned = clauses.find(([, operator = "", version = ""]) => operator.startsWith("==") && !version.includes("*"));
  if (pinned?.[2] !== undefined) return pinned[2];
  const allowed = catalog.versions.findLast((release) =>
    clauses.every(([, operator = "", version = ""]) => allows(operator, version, release)),
  );
  return allowed === undefined ? undefined : gunicornCatalog(allowed).release;
}

function allows(operator: string, version: string, release: string): boolean {
  const plain = version.replace(/\.\*$/, "");
  const order = compareVersions(release, plain);
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "~=":
      return order >= 0 && compareVersions(release, plain.split(".").slice(0, -1).join(".")) === 0;
    // Poetry's: the same major release.
    case "^":
      return order >= 0 && release.split(".")[0] === plain.split(".")[0];
    default:
      return true;
  }
}
