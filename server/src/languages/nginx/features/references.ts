import type { NameKind, NameUse } from "../diagnostics/model";
import type { Edit } from "../tree";
import type { View } from "./view";

export interface Location {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** The name at an offset: what it is a name of, and whose. */
export interface Named {
  readonly kind: NameKind;
  readonly family: string;
  readonly name: string;
  readonly at: Location;
}

/** The upstream, zone, variable, named location, log format or thread pool that is named at an offset. */
export function nameAt({ path, configuration: { config } }: View, offset: number): Named | undefined {
  const here = (each: NameUse): boolean => each.path === path && each.start <= offset && offset <= each.end;
  const found = config.uses.find(here) ?? config.definitions.find(here);
  if (!found) return undefined;
  const { kind, family, name, start, end } = found;
  return { kind, family, name, at: { path, start, end } };
}

const same = (a: Pick<Named, "kind" | "family" | "name">, b: Pick<Named, "kind" | "family" | "name">): boolean =>
  a.kind === b.kind && (a.kind === "zone" || a.family === b.family) && a.name.toLowerCase() === b.name.toLowerCase();

const toLocation = ({ path, start, end }: NameUse): Location => ({ path, start, end });

/** Where the name at an offset is defined: several places for a variable that is set more than once. */
export function definitions(view: View, offset: number): Location[] {
  const named = nameAt(view, offset);
  if (!named) return [];
  return unique(view.configuration.config.definitions.filter((each) => same(each, named)).map(toLocation));
}

/** Every place that names what is named at an offset, across all files of the configuration. */
export function references(view: View, offset: number, withDefinitions = true): Location[] {
  const named = nameAt(view, offset);
  if (!named) return [];
  const { uses, definitions: all } = view.configuration.config;
  const found = [...(withDefinitions ? all : []), ...uses].filter((each) => same(each, named));
  return unique(found.map(toLocation));
}

/** Files that are included twice have their names twice. */
function unique(locations: readonly Location[]): Location[] {
  const seen = new Map(locations.map((each) => [`${each.path} ${each.start}`, each]));
  return [...seen.values()].sort((a, b) => (a.path === b.path ? a.start - b.start : a.path < b.path ? -1 : 1));
}

/** What a rename changes, file by file; undefined where there is nothing of the user's own to rename, or the name will not do. */
export function rename(view: View, offset: number, to: string): Map<string, Edit[]> | undefined {
  const named = nameAt(view, offset);
  const bare = named?.kind === "variable" ? to.replace(/^\$/, "") : to;
  if (!named || definitions(view, offset).length === 0 || !isName(named.kind, bare)) return undefined;
  const edits = new Map<string, Edit[]>();
  for (const { path, start, end } of references(view, offset)) {
    const old = (view.files.tree(path) ?? view.tree).text.slice(start, end);
    const text = replaced(old, named.name, bare);
    if (text === undefined) continue;
    const change = { start, end, text };
    const own = edits.get(path);
    if (own) own.push(change);
    else edits.set(path, [change]);
  }
  return edits;
}

/** The word with the old name in it replaced: `$a`, `${a}`, `"$a"`, `(?<a>...)`, or the plain name. */
function replaced(word: string, from: string, to: string): string | undefined {
  const at = word.toLowerCase().indexOf(from.toLowerCase());
  return at < 0 ? undefined : word.slice(0, at) + to + word.slice(at + from.length);
}

function isName(kind: NameKind, name: string): boolean {
  if (kind === "variable") return /^[A-Za-z0-9_]+$/.test(name);
  if (kind === "location") return /^@[^\s;{}"']+$/.test(name);
  return /^[^\s;{}"'$:/]+$/.test(name);
}
