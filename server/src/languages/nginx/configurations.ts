import { checkConfig } from "./diagnostics/check";
import { containerFindings } from "./diagnostics/container";
import { unreadTree } from "./diagnostics/include";
import type { Memory } from "./diagnostics/memory";
import type { Config, Environment, Finding, Source } from "./diagnostics/model";
import { suppress } from "./diagnostics/suppress";
import type { NginxFiles } from "./files";
import { contextOf } from "./fragment";
import { included, reachedFrom } from "./included";
import type { NginxContainer } from "./installed";
import { stockTypes } from "./stockTypes";
import type { NginxTree } from "./tree";

/** A root file with all that it includes, read as nginx reads it. */
export interface Configuration {
  readonly root: string;
  /** Where the root's own directives stand: `main` for a whole nginx.conf. */
  readonly context: string;
  /** Every file that was read, the root first. */
  readonly members: readonly string[];
  readonly config: Config;
}

const empty: NginxTree = { text: "", items: [], errors: [] };

/** What is known of the place where nginx will run; of a root file's own, where there are several stacks. */
export type Given = Omit<Environment, "include"> | ((root: string) => Omit<Environment, "include">);

/**
 * The configurations of a folder: each file that no other includes is a root, whole or a fragment.
 * @param given what is known of the place where nginx will run
 * @param only the one file to be read as a root
 * @param memoryOf what is remembered of a root's configuration from the last time
 */
export function configurations(
  files: NginxFiles,
  given: Given = {},
  only?: string,
  memoryOf?: (root: string) => Memory,
): Configuration[] {
  const reached = new Set<string>();
  const read = (root: string) => readConfiguration(root, files, given, reached, memoryOf?.(root));
  if (only !== undefined) return read(only);
  const paths = [...new Set(files.paths.map((path) => files.real?.(path) ?? path))];
  const mentioned = new Set<string>();
  const mention = (root: string): void => {
    for (const path of reachedFrom(root, files)) if (path !== root) mentioned.add(path);
  };
  // What a fragment includes counts from the folder of the whole file that includes it: only one that none does is a root.
  for (const path of paths) if (isWhole(path, files)) mention(path);
  for (const path of paths) if (!isWhole(path, files) && !mentioned.has(path)) mention(path);
  const result = paths.filter((path) => !mentioned.has(path)).flatMap(read);
  // Files that include each other in a ring have no root: each is read as one.
  const ring = paths.filter((path) => !reached.has(path));
  return [...result, ...ring.flatMap((path) => (reached.has(path) ? [] : read(path)))];
}

function readConfiguration(
  root: string,
  files: NginxFiles,
  given: Given,
  reached: Set<string>,
  memory: Memory | undefined,
): Configuration[] {
  const tree = files.tree(root);
  if (!tree) return [];
  const members = new Set([root]);
  let unseen = false;
  const include = (pattern: string): readonly Source[] | undefined => {
    const found = included(pattern, root, files);
    if (found.kind === "elsewhere" || (found.kind === "files" && found.paths.length === 0)) unseen = true;
    if (found.kind === "elsewhere") return undefined;
    if (found.kind === "stock") return [{ path: pattern, tree: pattern.endsWith("mime.types") ? stockTypes() : empty }];
    const dead = (found.dead ?? []).map((link) => ({ ...link, tree: unreadTree }));
    if (dead.length > 0) unseen = true;
    const read = found.paths.flatMap((path) => {
      const member = files.tree(path);
      if (!member) {
        unseen = true;
        return [{ path, tree: unreadTree }];
      }
      members.add(path);
      return [{ path, tree: member }];
    });
    return [...read, ...dead];
  };
  const context = contextOf(root, tree, files.installed?.get(root));
  const known = typeof given === "function" ? given(root) : given;
  const config = checkConfig({ path: root, tree }, { ...known, include }, context, memory);
  if (!unseen && !config.foreignModules && [...members].every((path) => files.tree(path)?.errors.length === 0)) {
    const readsDefault = context !== "main" || [...members].some((path) => files.tree(path)?.text.includes("conf.d"));
    for (const container of containersOf(root, context, files)) {
      config.findings.push(...containerFindings(config, container, readsDefault));
    }
  }
  for (const member of members) reached.add(member);
  return [{ root, context, members: [...members], config }];
}

/** The containers that read a configuration and no other, where all of its files are here. */
function containersOf(root: string, context: string, { installed }: NginxFiles): readonly NginxContainer[] {
  return (installed?.get(root) ?? []).flatMap(({ nginx, container, path }) => {
    if (nginx === undefined) return [];
    const here = [...(installed?.values() ?? [])].flat().filter((it) => it.container === container);
    const isWhole = context === "main" ? path === "/etc/nginx/nginx.conf" : nginx.files.length === 1;
    return isWhole && here.length === nginx.files.length ? nginx : [];
  });
}

/** The findings of every file, each once, in the order of the text; suppressed ones left out. */
export function findingsByFile(files: NginxFiles, read: readonly Configuration[]): Map<string, Finding[]> {
  const paths = [...files.paths, ...read.flatMap(({ members }) => members)];
  const found = new Map<string, Map<string, Finding>>(paths.map((path) => [path, new Map()]));
  for (const { config } of read) {
    for (const finding of config.findings) {
      const key = `${finding.start} ${finding.end} ${finding.code}`;
      const own = found.get(finding.path);
      if (own && !own.has(key)) own.set(key, finding);
    }
  }
  return new Map(
    [...found].map(([path, findings]) => {
      const tree = files.tree(path);
      const sorted = [...findings.values()].sort((a, b) => a.start - b.start || a.end - b.end);
      return [path, tree ? suppress({ path, tree }, sorted) : sorted];
    }),
  );
}

/** Whether it is a whole configuration, and no part of one. */
export function isWhole(path: string, files: NginxFiles): boolean {
  const tree = files.tree(path);
  return tree !== undefined && contextOf(path, tree, files.installed?.get(path)) === "main";
}
