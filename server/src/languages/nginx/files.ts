import { basename, dirname, join, normalize } from "node:path/posix";
import { parseNginx } from "./parser";
import type { NginxTree } from "./tree";

/** Names and folders by which a file is known for nginx's, as the language's registration in package.json has them. */
const patterns = [
  /(?:^|\/)nginx\.conf$/,
  // `Dockerfile.nginx` is what nginx's image is made of.
  /(?:^|\/)(?!(?:Dockerfile|Containerfile)\.)[^/]*\.nginx$/,
  /\.conf\.template$/,
  /(?:^|\/)(?:fastcgi_params|fastcgi\.conf|proxy_params|scgi_params|uwsgi_params)$/,
  /(?:^|\/)nginx\/(?:.*\/)?[^/]+\.conf$/,
  /(?:^|\/)nginx\/(?:.*\/)?(?:snippets\/[^/]+|templates\/[^/]+\.template)$/,
  /(?:^|\/)(?:conf\.d|snippets)\/[^/]+\.conf$/,
  /(?:^|\/)sites-(?:available|enabled)\/[^/]+$/,
];

export const isNginxFile = (path: string): boolean => patterns.some((pattern) => pattern.test(path));

/** The text is read by envsubst before nginx reads it. */
export const isTemplate = (path: string): boolean => path.endsWith(".template");

/** The nginx files of a folder and what they say; paths are relative to the folder, with `/`. */
export interface NginxFiles {
  /** Absolute path of the folder, with `/`; where it is known, absolute includes into it are followed. */
  readonly root?: string;
  readonly paths: readonly string[];
  /** The tree of a file; undefined where there is no such file. */
  tree(path: string): NginxTree | undefined;
  /** Whether there is such a file of any kind. */
  exists(path: string): boolean;
  /** Files of any kind near these, where it is known. */
  readonly others?: () => readonly string[];
}

/** Reads each file once, however often it is asked for. */
export function nginxFiles(
  paths: readonly string[],
  text: (path: string) => string | undefined,
  root?: string,
): NginxFiles {
  const trees = new Map<string, NginxTree | undefined>();
  const tree = (path: string): NginxTree | undefined => {
    if (!trees.has(path)) {
      const content = text(path);
      trees.set(path, content === undefined ? undefined : parseNginx(content, { template: isTemplate(path) }));
    }
    return trees.get(path);
  };
  return { paths, tree, exists: (path) => tree(path) !== undefined, ...(root === undefined ? {} : { root }) };
}

/** Files that nginx itself brings along beside its nginx.conf. */
const stock =
  /^(?:mime\.types|fastcgi_params|fastcgi\.conf|scgi_params|uwsgi_params|proxy_params|koi-utf|koi-win|win-utf)$/;

/** What an `include` names. */
export type Included =
  | { readonly kind: "files"; readonly paths: readonly string[] }
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
  const glob = /[*?[]/.test(relative);
  if (!glob) {
    if (files.exists(wanted)) return { kind: "files", paths: [wanted] };
    if (stock.test(basename(relative))) return { kind: "stock" };
    return absolute && inside === undefined ? { kind: "elsewhere" } : { kind: "files", paths: [] };
  }
  const matches = globToRegExp(wanted);
  // The official image renders templates/NAME.template to conf.d/NAME.
  const rendered = (path: string): string =>
    isTemplate(path) ? join(dirname(path).replace(/(^|\/)templates$/, "$1conf.d"), basename(path, ".template")) : path;
  const paths = files.paths.filter((path) => matches.test(path) || (isTemplate(path) && matches.test(rendered(path))));
  const folder = dirname(wanted);
  const here = !absolute || inside !== undefined || files.paths.some((path) => path.startsWith(`${folder}/`));
  return paths.length > 0 || here ? { kind: "files", paths: [...paths].sort() } : { kind: "elsewhere" };
}

/** A shell's pattern as nginx's `glob()` takes it: `*` and `?` stay in one folder. */
function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /[.+^${}()|\\]|\*|\?|\[(!?)([^\]]*)\]/g,
    (found, not: string | undefined, set: string | undefined) => {
      if (found === "*") return "[^/]*";
      if (found === "?") return "[^/]";
      if (set !== undefined) return `[${not ? "^" : ""}${set.replaceAll("\\", "\\\\")}]`;
      return `\\${found}`;
    },
  );
  return new RegExp(`^${source}$`);
}
