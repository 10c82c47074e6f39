import { contextInside, familyOf } from "../contexts";
import { definitionsOf } from "../diagnostics/names";
import { included } from "../included";
import { type Directive, type Item, type Word, walk } from "../tree";
import { fileArgument, folderArgument } from "./fileArguments";
import type { View } from "./view";

export interface Link {
  readonly start: number;
  readonly end: number;
  /** A file or folder of the workspace, relative to the folder of the configuration. */
  readonly path: string;
  readonly folder: boolean;
  /** Offset in that file, where one place of it is meant. */
  readonly offset?: number;
}

/**
 * Paths that lead to a file or folder of the workspace; a pattern leads to the first of its files. The URL of an upstream
 * leads to what defines it: an editor would make a link to the web of it.
 */
export function links(view: View): Link[] {
  const seen = new Set<number>();
  return [...targets(view), ...upstreams(view)].filter(({ start }) => !seen.has(start) && seen.add(start));
}

/** All the files that the path or pattern at an offset leads to, or what defines the upstream of the URL there. */
export const linksAt = (view: View, offset: number): Link[] =>
  [...targets(view), ...upstreams(view)].filter(
    ({ start, end, folder }) => !folder && start <= offset && offset <= end,
  );

function targets(view: View): Link[] {
  const { tree, files: all, configuration } = view;
  const found: Link[] = [];
  const add = ({ start, end }: Word, path: string, folder: boolean): void => {
    found.push({ start, end, path, folder });
  };
  /** What of the project the container has there. */
  const place = (word: Word): void => {
    const placed = view.places?.().at(word.value);
    if (placed) add(word, placed.path, placed.folder);
  };
  walk(tree, (directive) => {
    const folder = folderArgument(directive);
    if (folder) place(folder);
    const word = fileArgument(directive);
    if (!word) return;
    const target = included(word.value, configuration.root, all);
    const paths = target.kind === "files" ? target.paths : [];
    for (const path of paths) add(word, path, false);
    if (target.kind === "elsewhere") place(word);
  });
  return found;
}

/** The URLs of upstreams that a configuration defines. */
function upstreams({ tree, configuration: { config, context }, path }: View): Link[] {
  const found: Link[] = [];
  const ofPass = ({ args: [word] }: Directive, around: string): void => {
    const name = word?.value.match(/^https?:\/\/([^/:?$]+)/)?.[1];
    const [upstream] = name === undefined ? [] : definitionsOf(config, "upstream", familyOf(around), name);
    if (!word || !upstream) return;
    const { start, end } = word;
    found.push({ start, end, path: upstream.path, folder: false, offset: upstream.start });
  };
  const visit = (items: readonly Item[], around: string): void => {
    for (const item of items) {
      if (item.kind !== "directive") continue;
      if (item.name.value === "proxy_pass") ofPass(item, around);
      if (item.block?.kind === "directives") visit(item.block.items, contextInside(item.name.value, around) ?? around);
    }
  };
  visit(tree.items, config.contexts.get(path) ?? context);
  return found;
}
