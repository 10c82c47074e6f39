import { definitionsOf } from "../diagnostics/names";
import { included } from "../included";
import { type Directive, type Word, walk } from "../tree";
import { fileArgument, folderArgument } from "./fileArguments";
import { placeAt, type View } from "./view";

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
  const found: Link[] = [];
  walk(view.tree, (directive) => {
    const seen = new Set<number>();
    found.push(...linksOf(view, directive).filter(({ start }) => !seen.has(start) && seen.add(start)));
  });
  return found;
}

/** All the files that the path or pattern at an offset leads to, or what defines the upstream of the URL there. */
export function linksAt(view: View, offset: number): Link[] {
  const { directive } = placeAt(view, offset);
  const found = directive ? linksOf(view, directive) : [];
  return found.filter(({ start, end, folder }) => !folder && start <= offset && offset <= end);
}

function linksOf(view: View, directive: Directive): Link[] {
  const folder = folderArgument(directive);
  if (folder) return placed(view, folder);
  if (directive.name.value === "proxy_pass") return upstream(view, directive);
  const word = fileArgument(directive);
  if (!word) return [];
  const target = included(word.value, view.configuration.root, view.files);
  if (target.kind === "elsewhere") return placed(view, word);
  const { start, end } = word;
  return target.kind === "files" ? target.paths.map((path) => ({ start, end, path, folder: false })) : [];
}

/** What of the project nginx's container has at a path. */
function placed({ places }: View, { start, end, value }: Word): Link[] {
  const found = places?.().at(value);
  return found ? [{ start, end, ...found }] : [];
}

/** What defines the upstream of a URL; only in http there are URLs. */
function upstream({ configuration: { config } }: View, { args: [word] }: Directive): Link[] {
  const name = word?.value.match(/^https?:\/\/([^/:?$]+)/)?.[1];
  const [found] = name === undefined ? [] : definitionsOf(config, "upstream", "http", name);
  if (!word || !found) return [];
  return [{ start: word.start, end: word.end, path: found.path, folder: false, offset: found.start }];
}
