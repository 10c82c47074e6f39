import { basename, relative, sep } from "node:path";
import type { TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Places } from "../../languages/nginx/features/view";
import type { InstalledFiles } from "../../languages/nginx/installed";
import { nginxMounts } from "../../stack/nginxMounts";
import { stackFolderOf } from "../../stack/stackFolder";
import { installedIn, type Surroundings, surroundingsOf } from "../../stack/surroundings";
import { openFiles } from "../../workspace/diskFiles";
import { pathOfUri } from "../uri";
import { placesIn } from "./places";

/** The stack around a folder of Nginx files, and what changes as soon as it is to be read again. */
export interface OpenStack {
  readonly state: string;
  readonly surroundings: Surroundings;
  /** Where the files of the folder are in nginx's containers. */
  readonly installed: InstalledFiles;
  /** What the paths of its configurations lead to; looked up with the first question. */
  places(): Places;
}

/** One object for all, so that what was judged with it once is known to be judged with the same. */
const none = { surroundings: { listened: [] }, installed: new Map() };

/** What the stack is read from. */
const read = /^(?:(?:docker-)?compose(?:\.override)?\.ya?ml|.*Dockerfile.*|\.env)$/;

/** Reads the stacks around folders, open documents on top, each once for as long as nothing of it changes. */
export function openStacks(
  documents: TextDocuments<TextDocument>,
  generation: () => number,
): (folder: string) => OpenStack {
  const folders = new Map<string, { readonly generation: number; readonly folder: string | undefined }>();
  const stacks = new Map<string, OpenStack>();

  const folderOf = (home: string): string | undefined => {
    const known = folders.get(home);
    if (known?.generation === generation()) return known.folder;
    const folder = stackFolderOf(home);
    folders.set(home, { generation: generation(), folder });
    return folder;
  };

  return (home) => {
    const folder = folderOf(home);
    if (folder === undefined) {
      return { ...none, state: "", places: once(() => placesIn(openFiles(home), ".", [])) };
    }
    const open = documents.all().flatMap((document) => {
      const path = pathOfUri(document.uri);
      return path?.startsWith(folder + sep) && read.test(basename(path)) ? [{ path, document }] : [];
    });
    const state = `${generation()} ${open.map(({ path, document }) => `${path}@${document.version}`).join(" ")}`;
    const known = stacks.get(home);
    if (known?.state === state) return known;
    const overlay = new Map(
      open.map(({ path, document }) => [relative(folder, path).split(sep).join("/"), document.getText()]),
    );
    const own = relative(folder, home).split(sep).join("/");
    const files = openFiles(folder, overlay);
    const stack = {
      state,
      surroundings: surroundingsOf(files, own === "" ? [] : [own]),
      installed: installedIn(files, own === "" ? "." : own),
      places: once(() => placesIn(files, own === "" ? "." : own, nginxMounts(files))),
    };
    stacks.set(home, stack);
    return stack;
  };
}

/** A function that is run with the first question. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
