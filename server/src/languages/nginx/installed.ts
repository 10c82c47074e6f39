import { dirname, join } from "node:path/posix";
import { isNginxFile, type NginxFiles } from "./files";
import { globToRegExp } from "./glob";
import { isPlainlyNginx } from "./plain";

/** Where a file of the project is once nginx runs in its container. */
export interface Installed {
  /** One word for each container. */
  readonly container: string;
  /** Absolute. */
  readonly path: string;
  /** Where its directives stand there, if that is sure. */
  readonly context?: "main" | "http";
  /** The container, where nothing but nginx runs in it and all of its configuration is known. */
  readonly nginx?: NginxContainer;
}

/** A container of a compose file in which nginx runs alone, with no configuration but these files and the image's own. */
export interface NginxContainer {
  /** The compose file that says so. */
  readonly compose: string;
  /** Where the files are in the container. */
  readonly files: readonly string[];
  /** Ports of the container that are published. */
  readonly published: readonly number[];
  /** The port that the image's own `conf.d/default.conf` listens at, where that file is still there. */
  readonly usual?: number;
  /** The other services that are built from the project, with the ports that they are known to listen at. */
  readonly apps: readonly (readonly [name: string, ports: readonly number[]])[];
}

/** By the path of the file. */
export type InstalledFiles = ReadonlyMap<string, readonly Installed[]>;

/**
 * The Nginx files among these: by their names, by where they are put, or by a text that can be nothing else.
 * @param folder what the paths count from: `sites-enabled` says of all below it that they are nginx's
 */
export const nginxPaths = (
  paths: readonly string[],
  text: (path: string) => string | undefined,
  installed: InstalledFiles = new Map(),
  folder = "",
): string[] => {
  const [before] = /(?:[^/]+\/)?(?:conf\.d|snippets|sites-(?:available|enabled))$/.exec(folder) ?? [];
  return paths.filter((path) => {
    if (installed.has(path)) return true;
    if (isNginxFile(before ? `${before}/${path}` : path)) return !isForeign(text(path) ?? "");
    return path.endsWith(".conf") && isPlainlyNginx(text(path) ?? "");
  });
};

/** The first thing that a file says is a `[section]` or a `<Tag`: another program's, Apache's say, whatever it is called. */
function isForeign(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(start, Math.min(end, start + longestLine)).trim();
    if (line !== "" && !/^[#;]/.test(line)) return /^\[[\w:.@ -]+\]$|^<[\w?!]/.test(line);
    start = end + 1;
  }
  return false;
}

const longestLine = 1000;

/** The files that a pattern of a root file means in a container that both are in. */
export function installedMatching(pattern: string, root: string, { installed }: NginxFiles): string[] {
  if (installed === undefined || installed.size === 0) return [];
  return (installed.get(root) ?? []).flatMap(({ container, path: home }) => {
    const matches = globToRegExp(join(pattern.startsWith("/") ? "/" : dirname(home), pattern));
    return [...installed].flatMap(([path, places]) =>
      path !== root && places.some((place) => place.container === container && matches.test(rendered(place.path)))
        ? [path]
        : [],
    );
  });
}

/** What the official images make of a template, and read instead of it. */
export const rendered = (path: string): string =>
  path.replace(/^\/etc\/nginx\/templates\/(.*)\.template$/, "/etc/nginx/conf.d/$1");
