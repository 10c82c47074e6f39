import { type Configuration, configurations } from "../../../../server/src/languages/nginx/configurations";
import { createMemory, type Memory, moveNotes } from "../../../../server/src/languages/nginx/diagnostics/memory";
import { isTemplate, type NginxFiles } from "../../../../server/src/languages/nginx/files";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { reparse } from "../../../../server/src/languages/nginx/reparse";
import type { NginxTree } from "../../../../server/src/languages/nginx/tree";
import { type Change, edited } from "../../../nginx/edits";

/** Files of a folder, and the configurations that they make. */
export interface Reading {
  readonly files: NginxFiles;
  readonly read: readonly Configuration[];
}

/** A folder whose files are edited: what is kept between edits, as the language server does, and what is read anew. */
export interface Edited {
  /** @param file which of the files, counted round */
  edit(change: Change & { readonly file: number }): void;
  kept(): Reading;
  fresh(): Reading;
}

const filesOf = (tree: (path: string) => NginxTree | undefined, paths: readonly string[]): NginxFiles => ({
  paths,
  tree,
  exists: (path) => tree(path) !== undefined,
});

const parsed = (path: string, text: string): NginxTree => parseNginx(text, { template: isTemplate(path) });

/** @param texts by path */
export function editing(texts: Readonly<Record<string, string>>): Edited {
  const paths = Object.keys(texts);
  const now = new Map(Object.entries(texts));
  const trees = new Map<string, NginxTree>();
  const memories = new Map<string, Memory>();
  const memoryOf = (root: string): Memory => {
    const memory = memories.get(root) ?? createMemory();
    memories.set(root, memory);
    return memory;
  };
  const keptTree = (path: string): NginxTree | undefined => {
    const text = now.get(path);
    if (text === undefined) return undefined;
    const old = trees.get(path);
    const { tree, moved } = old
      ? reparse(old, text, { template: isTemplate(path) })
      : { tree: parsed(path, text), moved: undefined };
    trees.set(path, tree);
    if (moved) for (const memory of memories.values()) moveNotes(memory, path, moved);
    return tree;
  };
  return {
    edit(change) {
      const path = paths[change.file % paths.length] ?? "";
      now.set(path, edited(now.get(path) ?? "", change));
    },
    kept() {
      const files = filesOf(keptTree, paths);
      return { files, read: configurations(files, {}, undefined, memoryOf) };
    },
    fresh() {
      const all = new Map([...now].map(([path, text]) => [path, parsed(path, text)]));
      const files = filesOf((path) => all.get(path), paths);
      return { files, read: configurations(files, {}) };
    },
  };
}
