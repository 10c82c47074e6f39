import type { InstalledFiles } from "./installed";
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
  /(?:^|\/)nginx\/(?:.*\/)?(?:snippets\/.+|templates\/(?:.*\/)?[^/]+\.template)$/,
  /(?:^|\/)(?:conf\.d|snippets)\/(?:.*\/)?[^/]+\.conf$/,
  /(?:^|\/)sites-(?:available|enabled)\/.+$/,
  /(?:^|\/)[^/]*nginx[^/]*\.conf$/,
];

/** Configuration of other programs that stands beside nginx's, or in a folder that is called as its folders are. */
const foreign =
  /supervisor[^/]*\.conf$|(?:^|\/)supervisord?\/conf\.d\/.+$|(?:^|\/)fail2ban\/(?:.*\/)?[^/]+\.conf$|(?:^|\/)(?:uwsgi|gunicorn|modsecurity(?:_includes)?|fail2ban|logrotate|haproxy|redis|php-fpm)\.conf$/;

/** Folders of other programs, whose folders within are called as nginx's are. */
const foreignFolder =
  /(?:^|\/)(?:apache2?|httpd|dovecot|icinga2?|logstash|fluentd|collectd|haproxy|mysql|mariadb|fontconfig|fonts|rsyslog|php[\d.]*)\/(?:(?![^/]*nginx)[^/]+\/)?(?:conf\.d|snippets|sites-(?:available|enabled))\/.+$/;

/** Whether a file is nginx's by its path alone. */
export const isNginxFile = (path: string): boolean =>
  patterns.some((pattern) => pattern.test(path)) && !foreign.test(path) && !foreignFolder.test(path);

/** The text is read by envsubst before nginx reads it. */
export const isTemplate = (path: string): boolean => path.endsWith(".template");

/** A link and the path that it leads to, where there is nothing; both relative to the folder. */
export interface DeadLink {
  readonly path: string;
  readonly leadsTo: string;
}

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
  /** Files of any name that a shell's pattern matches, where the folder can be looked into. */
  readonly matching?: (pattern: string) => readonly string[];
  /** Links that a shell's pattern matches and that lead to nothing in the folder. */
  readonly deadLinks?: (pattern: string) => readonly DeadLink[];
  /** The one name of a file that links give several names. */
  readonly real?: (path: string) => string;
  /** Where files are in nginx's containers, where it is known. */
  readonly installed?: InstalledFiles;
  /** Whether a file is UTF-8 on the disk. */
  readonly isUtf8?: (path: string) => boolean;
}

/** The trees of a folder's files by path; undefined where there is no such file. */
export type Trees = Map<string, NginxTree | undefined>;

/**
 * Reads each file once, however often it is asked for.
 * @param more what else is known of the folder that the files are in
 * @param trees what has been read of it already
 */
export function nginxFiles(
  paths: readonly string[],
  text: (path: string) => string | undefined,
  more: Pick<NginxFiles, "root" | "matching" | "deadLinks" | "real" | "installed" | "isUtf8"> = {},
  trees: Trees = new Map(),
): NginxFiles {
  const tree = (path: string): NginxTree | undefined => {
    if (!trees.has(path)) {
      const content = text(path);
      const options = { template: isTemplate(path), isUtf8: () => more.isUtf8?.(path) ?? true };
      trees.set(path, content === undefined ? undefined : parseNginx(content, options));
    }
    return trees.get(path);
  };
  return { ...more, paths, tree, exists: (path) => tree(path) !== undefined };
}
