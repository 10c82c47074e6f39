import { relative } from "node:path/posix";
import type { Places } from "../../languages/nginx/features/view";
import type { Mount } from "../../stack/nginxMounts";
import type { Files } from "../../workspace/files";
import { join, nameOf, normalize, parentOf, within } from "../../workspace/paths";
import { rememberedByKey } from "../../workspace/remembered";

/** Where nginx counts relative paths from. */
const prefix = /^(?:\/usr\/local)?\/etc\/nginx\/|^\/usr\/local\/nginx\//;

/**
 * What of a project the paths lead to that its Nginx files name.
 * @param files the stack's folder, else that of the configuration
 * @param own the folder of the configuration in it; the paths of the answers are relative to it
 * @param mounts what nginx's container is given of the project
 */
export function placesIn(files: Files, own: string, mounts: readonly Mount[]): Places {
  const list = rememberedByKey(files.list);
  const isFolder = (path: string): boolean | undefined => {
    if (path === ".") return true;
    const entry = list(parentOf(path)).find(({ name }) => name === nameOf(path));
    return entry && entry.kind === "folder";
  };
  /** In the order in which they hold: the mount that is nearest, then what lies beside the configuration. */
  const meant = (written: string): string[] => {
    const mounted = mounts.flatMap(({ source, target }) => {
      const inside = within(written.replace(/(.)\/+$/, "$1"), target);
      return inside === undefined ? [] : [{ path: join(source, inside), depth: target.length }];
    });
    if (mounted.length > 0) return mounted.sort((a, b) => b.depth - a.depth).map(({ path }) => path);
    if (written.startsWith(`${files.root}/`)) return [written.slice(files.root.length + 1)];
    const beside = written.replace(prefix, "");
    return beside.startsWith("/") ? [] : [join(own, beside)];
  };
  return {
    at(written) {
      if (written.includes("$")) return undefined;
      for (const way of meant(written)) {
        const path = normalize(way);
        const folder = path === undefined ? undefined : isFolder(path);
        if (path !== undefined && folder !== undefined) return { path: relative(own, path) || ".", folder };
      }
      return undefined;
    },
    folders: () =>
      mounts
        // Configuration and certificates are not for visitors.
        .filter(({ source, target }) => isFolder(source) && !target.startsWith("/etc/"))
        .flatMap(({ source, target }) => [
          target,
          ...list(source).flatMap(({ name, kind }) =>
            kind === "folder" && !name.startsWith(".") ? [`${target}/${name}`] : [],
          ),
        ]),
  };
}
