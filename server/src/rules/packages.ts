import { readDependencies } from "../project/dependencies";
import type { Files } from "../workspace/files";
import { nameOf } from "../workspace/paths";

/** What the project installs, as far as its files tell. */
export interface Packages {
  /**
   * Whether a distribution is installed. Undefined where the project does not say what it installs. What is mentioned
   * anywhere counts as installed: a file that says it may be one that is not read.
   */
  readonly installs: (name: string) => boolean | undefined;
  /** The file that says what is installed. */
  readonly source: () => string | undefined;
}

/** Files in which a package may be named, beside those that decide. */
const mentioning =
  /^(requirements.*|constraints.*|.*requirements\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|Pipfile(\.lock)?|(poetry|uv|pdm|pylock.*)\.(lock|toml)|environment.*\.ya?ml|conda.*\.ya?ml|(Dockerfile|Containerfile).*|.*\.[Dd]ockerfile|.*\.sh|tox\.ini|Makefile)$/;

/**
 * Nothing is read before it is asked for: few rules do.
 * @param paths every file of the workspace
 * @param folder the folder that the server starts in
 */
export function readPackages(files: Files, paths: readonly string[], folder = "."): Packages {
  let read: { readonly known: boolean; readonly source: string | undefined } | undefined;
  const dependencies = () => {
    if (read === undefined) {
      const { packageManager, dependencyFiles, requirements } = readDependencies(files, folder);
      // Conda's packages have names of their own, and bring along more than they say.
      const known = packageManager !== "none" && packageManager !== "conda" && requirements.length > 0;
      read = { known, source: dependencyFiles[0] };
    }
    return read;
  };
  let texts: readonly string[] | undefined;
  const mentioned = (name: string): boolean => {
    texts ??= paths
      .filter((path) => mentioning.test(nameOf(path)) || /(^|\/)requirements\//.test(path))
      .flatMap((path) => files.text(path) ?? []);
    const pattern = new RegExp(`(^|[^a-z0-9])${name.replace(/-/g, "[-_.]")}`, "i");
    return texts.some((text) => pattern.test(text));
  };
  return {
    installs: (name) => (dependencies().known ? mentioned(name) : undefined),
    source: () => dependencies().source,
  };
}
