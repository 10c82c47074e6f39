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

/** What is known of where a Gunicorn runs. */
export interface Place {
  /** Requirements that Dockerfiles name, and the file that does. */
  readonly installed?: readonly { readonly requirement: string; readonly path: string }[];
  /** It runs in an image, which has no virtual environment of this machine. */
  readonly inContainer?: boolean;
}

/**
 * What a lock file says, else what requirements and their constraints pin, else what the virtual environment has, else
 * the newest that they allow, or that the Dockerfile installs; the nearest folder first.
 * @param folder where the server starts; files of the folders above hold for it too
 */
export function gunicornVersion(
  files: Files,
  folder: string,
  catalog: Catalog,
  { installed = [], inContainer = false }: Place = {},
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
  const constraints = dependencyFiles.flatMap((path) => constrained(files, path));
  const told = [...nearest(folder, dependencyFiles[0], asked, inImage), ...constraints];
  const pin = told.find(({ text, source }) => source !== undefined && pinOf(text) !== undefined);
  const pinned = pin && pinOf(pin.text);
  if (pinned !== undefined) return { version: pinned, source: pin?.source };
  const environment = inContainer ? undefined : inEnvironment(files, folder);
  if (environment !== undefined) return environment;
  const limits = constraints.map(({ text }) => clausesIn(text)).join();
  for (const { text, source } of told) {
    const version = newestOf(`${clausesIn(text)},${limits}`, catalog);
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

/** What a requirements or constraints file itself says of Gunicorn: constraints are no requirements, and hold for them. */
function constrained(files: Files, path: string): readonly Mention[] {
  if (!/\.(txt|in)$/.test(path)) return [];
  const lines = (files.text(path) ?? "")
    .split(/\r\n|\r|\n/)
    .flatMap((line) => readRequirement(line.replace(/(^|\s)#.*$/, "")) ?? []);
  return lines.flatMap(({ name, text }) => (name === "gunicorn" ? [{ text, source: path }] : []));
}

/** What is installed in the nearest virtual environment of this machine. */
function inEnvironment(files: Files, folder: string): GunicornVersion | undefined {
  for (const place of ancestors(folder)) {
    for (const name of [".venv", "venv", "env"]) {
      const environment = join(place, name);
      if (files.text(join(environment, "pyvenv.cfg")) === undefined) continue;
      // "Lib" is Windows's.
      const libraries = files.list(join(environment, "lib")).map(({ name: python }) => `${environment}/lib/${python}`);
      for (const library of [...libraries, join(environment, "Lib")]) {
        for (const entry of files.list(join(library, "site-packages"))) {
          const version = /^gunicorn-(\d[^-]*)\.dist-info$/i.exec(entry.name)?.[1];
          if (version !== undefined) return { version, source: `${library}/site-packages/${entry.name}/METADATA` };
        }
      }
    }
  }
  return undefined;
}

/** `>=20,<22` of a requirement: what it says of the release, without extras and markers. */
const clausesIn = (requirement: string): string =>
  [
    ...requirement
      .replace(/[;#].*$/s, "")
      .replace(/\[[^\]]*\]/, "")
      .matchAll(clause),
  ]
    .map(([all]) => all)
    .join();

const clause = /(===|==|~=|!=|>=|<=|>|<|\^|~)\s*v?([\d][\w.*+!-]*)/g;

/** The release that a requirement pins. */
const pinOf = (requirement: string): string | undefined =>
  [...clausesIn(requirement).matchAll(clause)].find(
    ([, operator = "", version = ""]) => operator.startsWith("==") && !version.includes("*"),
  )?.[2];

/** The newest known release that clauses allow; undefined where they say nothing, or allow none. */
function newestOf(clauses: string, catalog: Catalog): string | undefined {
  const all = [...clauses.matchAll(clause)];
  const allowed = catalog.versions.findLast((release) =>
    all.every(([, operator = "", version = ""]) => allows(operator, version, release)),
  );
  return all.length === 0 || allowed === undefined ? undefined : gunicornCatalog(allowed).release;
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
    // Poetry's: the same minor release.
    case "~":
      return order === 0;
    case "~=":
      return order >= 0 && compareVersions(release, plain.split(".").slice(0, -1).join(".")) === 0;
    // Poetry's: the same major release.
    case "^":
      return order >= 0 && release.split(".")[0] === plain.split(".")[0];
    default:
      return true;
  }
}
