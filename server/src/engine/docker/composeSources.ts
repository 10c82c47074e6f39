import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { interpolate, type Variables } from "../../languages/compose/values";
import { readYaml, type Yaml } from "../../languages/compose/yaml";

/** The files that compose reads for a project: absolute paths, not each of which has to be there. */
export interface ComposeSources {
  /** Its compose files, then those that they include and extend. */
  readonly files: readonly string[];
  /** `.env`, and what `env_file` names. */
  readonly variables: readonly string[];
}

/** More than this no project has. */
const most = 200;

/**
 * Compose does not say which files it has read, so their own words are followed: `include`, `extends` and `env_file`,
 * with variables filled in as it does. What is named by a variable that is not known is left out, as what is fetched
 * from elsewhere.
 * @param root absolute path of the project's folder, whose `.env` is read
 * @param files absolute paths of its own compose files
 */
export function composeSources(
  root: string,
  files: readonly string[],
  environment: Variables,
  text: (path: string) => string | undefined = textOnDisk,
): ComposeSources {
  const found = new Set<string>();
  const variables = new Set([join(root, ".env")]);
  const fill = (yaml: Yaml | undefined): string | undefined =>
    yaml?.kind === "scalar" ? interpolate(yaml.text, environment) : undefined;
  const pathsIn = (yaml: Yaml | undefined, folder: string): readonly string[] =>
    (yaml?.kind === "list" ? yaml.items : yaml ? [yaml] : []).flatMap((item) => {
      const path = fill(item.kind === "map" ? item.entries.get("path")?.value : item);
      return path === undefined || path === "" || /^\w+:\/\/|^oci:|^git@/.test(path) ? [] : [resolve(folder, path)];
    });

  /** @param folder what relative paths in the file are relative to */
  const read = (path: string, folder: string): void => {
    if (found.has(path) || found.size >= most) return;
    found.add(path);
    const yaml = readYaml(text(path) ?? "");
    for (const item of yaml?.entries.get("include")?.value.items ?? []) {
      const named = item.kind === "map" ? item.entries.get("path")?.value : item;
      const paths = pathsIn(named, folder);
      const [own] = pathsIn(item.entries.get("project_directory")?.value, folder);
      const home = own ?? dirname(paths[0] ?? path);
      for (const each of pathsIn(item.entries.get("env_file")?.value, folder)) variables.add(each);
      if (paths.length > 0) variables.add(join(home, ".env"));
      for (const each of paths) read(each, home);
    }
    for (const { value: service } of yaml?.entries.get("services")?.value.entries.values() ?? []) {
      for (const each of pathsIn(service.entries.get("env_file")?.value, folder)) variables.add(each);
      const extended = pathsIn(service.entries.get("extends")?.value.entries.get("file")?.value, folder);
      for (const each of extended) read(each, dirname(each));
    }
  };
  // A project's own files are all relative to its first one.
  const [first] = files;
  for (const path of files) read(path, dirname(first ?? path));
  return { files: [...found].sort((a, b) => rank(a, files) - rank(b, files)), variables: [...variables] };
}

/** The project's own files first, in their order. */
const rank = (path: string, own: readonly string[]): number => (own.includes(path) ? own.indexOf(path) : own.length);

/** What is not there, or may not be read, says nothing. */
function textOnDisk(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
