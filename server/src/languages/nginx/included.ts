import { basename, dirname, join, normalize } from "node:path/posix";
import { type DeadLink, isTemplate, type NginxFiles } from "./files";
import { globToRegExp } from "./glob";
import { installedMatching } from "./installed";
import { type NginxTree, walk } from "./tree";

/** Files that nginx itself brings along beside its nginx.conf. */
export const stockFiles: readonly string[] = [
  ...["mime.types", "fastcgi_params", "fastcgi.conf", "scgi_params", "uwsgi_params", "proxy_params"],
  ...["koi-utf", "koi-win", "win-utf"],
];

/** What an `include` names. */
export type Included =
  | { readonly kind: "files"; readonly paths: readonly string[]; readonly dead?: readonly DeadLink[] }
  /** A file that nginx brings along; it defines no names. */
  | { readonly kind: "stock" }
  /** It is no file of this folder, and may well be where nginx will run. */
  | { readonly kind: "elsewhere" };

/**
 * The files of the folder that a pattern names.
 * @param pattern as written: relative to the folder of the root nginx.conf, or absolute as on the server
 * @param root path of the root file of the configuration
 */
export function included(pattern: string, root: string, files: NginxFiles): Included {
  if (pattern.includes("$")) return { kind: "elsewhere" };
  const put = installedMatching(pattern, root, files);
  if (put.length > 0) return { kind: "files", paths: put };
  const home = dirname(root);
  const installed =
    pattern.match(/^(?:\/usr\/local)?\/etc\/nginx\/(.*)$/)?.[1] ??
    pattern.match(/^\/usr\/local\/nginx\/conf\/(.*)$/)?.[1];
  const absolute = pattern.startsWith("/");
  const inside =
    files.root !== undefined && pattern.startsWith(`${files.root}/`) ? pattern.slice(files.root.length + 1) : undefined;
  const relative = inside ?? installed ?? (absolute ? undefined : pattern);
  // Files that only load modules define no names either.
  if (/(?:^|\/)modules(?:-enabled|\.d)?\/\*\.conf$/.test(pattern)) return { kind: "stock" };
  if (relative === undefined) return { kind: "elsewhere" };
  const wanted = normalize(inside ?? join(home, relative));
  if (wanted.startsWith("../")) return { kind: "elsewhere" };
  const real = files.real ?? ((path: string) => path);
  const glob = /[*?[]/.test(relative);
  if (!glob) {
    if (files.exists(wanted)) return { kind: "files", paths: [real(wanted)] };
    if (stockFiles.includes(basename(relative))) return { kind: "stock" };
    // It is there, and may not be read.
    if ((files.matching?.(wanted).length ?? 0) > 0) return { kind: "files", paths: [real(wanted)] };
    return absolute && inside === undefined ? { kind: "elsewhere" } : { kind: "files", paths: [] };
  }
  const matches = globToRegExp(wanted);
  // The official image renders templates/NAME.template to conf.d/NAME.
  const rendered = (path: string): string =>
    isTemplate(path) ? join(dirname(path).replace(/(^|\/)templates$/, "$1conf.d"), basename(path, ".template")) : path;
  const known = files.paths.filter((path) => matches.test(path) || (isTemplate(path) && matches.test(rendered(path))));
  const paths = [...new Set([...known, ...(files.matching?.(wanted) ?? [])].sort().map(real))];
  const folder = dirname(wanted);
  const dead = files.deadLinks?.(wanted) ?? [];
  if (dead.length > 0) return { kind: "files", paths, dead };
  const here = !absolute || inside !== undefined || files.paths.some((path) => path.startsWith(`${folder}/`));
  return paths.length > 0 || here ? { kind: "files", paths } : { kind: "elsewhere" };
}

/**
 * A file and all that it includes, directly or through others.
 * @param root the root file that relative includes count from
 */
export function reachedFrom(path: string, files: NginxFiles, root = path): ReadonlySet<string> {
  const reached = new Set([path]);
  for (const from of reached) {
    for (const pattern of patternsOf(files.tree(from))) {
      const found = included(pattern, root, files);
      if (found.kind === "files") for (const target of found.paths) reached.add(target);
    }
  }
  return reached;
}

const patterns = new WeakMap<NginxTree, readonly string[]>();

/** What the `include`s of a file name, as it is written. */
function patternsOf(tree: NginxTree | undefined): readonly string[] {
  if (!tree?.text.includes("include")) return [];
  const known = patterns.get(tree);
  if (known) return known;
  const found: string[] = [];
  walk(tree, ({ name, args }) => {
    if (name.value === "include" && args[0]) found.push(args[0].value);
  });
  patterns.set(tree, found);
  return found;
}
