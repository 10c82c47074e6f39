import { basename, dirname, join, relative } from "node:path/posix";
import { isTemplate } from "../languages/nginx/files";

/** Where something of this machine is in a container: a file, or a folder with all that is in it. */
export interface Placement {
  /** Absolute path here, with `/`. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
}

/** A configuration as it lies on this machine. */
export interface LocalConfiguration {
  /** Absolute path of the root file, with `/`. */
  readonly root: string;
  /** Where the root's own directives stand: `main`, `http`, ... */
  readonly context: string;
  /** Absolute paths of all its files, the root first. */
  readonly members: readonly string[];
}

/** Where the images keep nginx's configuration. */
const etc = "/etc/nginx";

/**
 * Where each file of a configuration belongs in a container: where it is mounted or copied to, else where an nginx image
 * looks for a file like it. Undefined where it is a fragment that no image would read by itself.
 */
export function containerPaths(
  { root, context, members }: LocalConfiguration,
  placements: readonly Placement[],
): ReadonlyMap<string, string> | undefined {
  const placed = (path: string): string | undefined => {
    const found = placements.findLast(({ source }) => path === source || path.startsWith(`${source}/`));
    return found && found.target + path.slice(found.source.length);
  };
  const home = placed(root) ?? usual(root, context);
  if (home === undefined) return undefined;
  return new Map(
    members.map((path) => [path, placed(path) ?? join(dirname(home), relative(dirname(root), path))] as const),
  );
}

/** Where a file that is the root of a configuration is read from by an nginx image. */
function usual(root: string, context: string): string | undefined {
  if (context === "main") return `${etc}/nginx.conf`;
  if (context === "http") return `${etc}/${isTemplate(root) ? "templates" : "conf.d"}/${basename(root)}`;
  return undefined;
}
