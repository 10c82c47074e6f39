import { readDependencies } from "../project/dependencies";
import { installedBy } from "../project/installed";
import type { Files } from "../workspace/files";
import { nameOf } from "../workspace/paths";
import { rememberedByFiles, rememberedLast } from "../workspace/remembered";

/** What the project installs, as far as its files tell. */
export interface Packages {
  /**
   * Whether a distribution is installed. Undefined where the project does not say what it installs. What is mentioned
   * anywhere counts as installed: a file that says it may be one that is not read.
   */
  readonly installs: (name: string) => boolean | undefined;
  /** The file that says what is installed. */
  readonly source: () => string | undefined;
  /** Every distribution that it installs, by its PEP 503 name; undefined where that is not known for sure. */
  readonly all: () => ReadonlySet<string> | undefined;
}

/** Files in which a package may be named, beside those that decide. */
const mentioning =
  /^(requirements.*|constraints.*|.*requirements\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|Pipfile(\.lock)?|(poetry|uv|pdm|pylock.*)\.(lock|toml)|environment.*\.ya?ml|conda.*\.ya?ml|(Dockerfile|Containerfile).*|.*\.[Dd]ockerfile|.*\.sh|tox\.ini|Makefile)$/;

export type PackagesReader = (files: Files, paths: readonly string[], folder?: string) => Packages;

/**
 * Nothing is read before it is asked for: few rules do.
 * @param paths every file of the workspace
 * @param folder the folder that the server starts in
 */
export const readPackages: PackagesReader = (files, paths, folder) => packagesReader()(files, paths, folder);

/** @see readPackages; for who asks after every change: what is said is worked out again where one of its files is another. */
export function packagesReader(): PackagesReader {
  const declared = rememberedByFiles(readDeclared);
  const texts = rememberedByFiles(textsMentioning);
  const mentions = rememberedLast((all: readonly string[]) => mentionedIn(all));
  return (files, paths, folder = ".") => ({
    installs: (name) => (declared(files, folder).known ? mentions(texts(files, paths))(name) : undefined),
    source: () => declared(files, folder).source,
    all: () => declared(files, folder).all,
  });
}

interface Declared {
  readonly known: boolean;
  readonly source: string | undefined;
  readonly all: ReadonlySet<string> | undefined;
}

function readDeclared(files: Files, folder: string): Declared {
  const dependencies = readDependencies(files, folder);
  const { packageManager, dependencyFiles, requirements } = dependencies;
  // Conda's packages have names of their own, and bring along more than they say.
  const known = packageManager !== "none" && packageManager !== "conda" && requirements.length > 0;
  return { known, source: dependencyFiles[0], all: known ? installedBy(dependencies, files) : undefined };
}

const textsMentioning = (files: Files, paths: readonly string[]): readonly string[] =>
  paths
    .filter((path) => mentioning.test(nameOf(path)) || /(^|\/)requirements\//.test(path))
    .flatMap((path) => mentionsIn(path, files.text(path) ?? ""));

/** What starts Gunicorn and where from, with its continued lines: it names what is served, and installs nothing. */
const starting: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(Dockerfile|Containerfile)|\.dockerfile$/i,
    /^[^\S\n]*(?:CMD|ENTRYPOINT|WORKDIR|HEALTHCHECK|ENV\s+GUNICORN_CMD_ARGS|COPY(?![^\n]*<<))\b(?:[^\n]*\\\r?\n)*[^\n]*$/gim,
  ],
  [/\.sh$|^Makefile$/, /^[^\S\n]*(?:exec\s+)?(?:\S*\/)?(?:python3?\s+-m\s+)?gunicorn\s(?:[^\n]*\\\r?\n)*[^\n]*$/gm],
];

const mentionsIn = (path: string, text: string): string =>
  starting.reduce((rest, [file, lines]) => (file.test(nameOf(path)) ? rest.replace(lines, "") : rest), text);

function mentionedIn(texts: readonly string[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const pattern = new RegExp(`(^|[^a-z0-9])${name.replace(/-/g, "[-_.]")}`, "i");
    const is = texts.some((text) => pattern.test(text));
    known.set(name, is);
    return is;
  };
}
