import { included } from "../included";
import { walk } from "../tree";
import { fileArgument } from "./fileArguments";
import type { View } from "./view";

export interface Link {
  readonly start: number;
  readonly end: number;
  /** A file of the workspace. */
  readonly path: string;
}

/** Paths that lead to a file of the workspace; a pattern leads to the first of its files. */
export function links(view: View): Link[] {
  const seen = new Set<number>();
  return targets(view).filter(({ start }) => !seen.has(start) && seen.add(start));
}

/** All the files that the path or pattern at an offset leads to. */
export const linksAt = (view: View, offset: number): Link[] =>
  targets(view).filter(({ start, end }) => start <= offset && offset <= end);

function targets({ tree, files: all, configuration }: View): Link[] {
  const found: Link[] = [];
  walk(tree, (directive) => {
    const word = fileArgument(directive);
    if (!word) return;
    const target = included(word.value, configuration.root, all);
    const paths = target.kind === "files" ? target.paths : [];
    found.push(...paths.map((path) => ({ start: word.start, end: word.end, path })));
  });
  return found;
}
