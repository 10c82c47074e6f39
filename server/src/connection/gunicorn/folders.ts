import { pathToFileURL } from "node:url";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type CommandCursor, commandPlace } from "../../languages/gunicorn/features/commandPlace";
import type { Modules } from "../../languages/gunicorn/features/definition";
import type { Around } from "../../languages/gunicorn/features/moveFlags";
import type { View } from "../../languages/gunicorn/features/view";
import type { Given, GunicornConfiguration, ReadCommand } from "../../languages/gunicorn/model";
import { placeOf, readCommands } from "../../languages/gunicorn/places/read";
import { ancestors, join, normalize, parentOf } from "../../workspace/paths";
import type { Context } from "../feature";
import { type FolderState, type GunicornFolder, openGunicornFolder } from "./folder";
import { folderOf } from "./folderOf";
import { pathOf } from "./paths";

/** A file of which something may be said that concerns Gunicorn. */
export interface Told {
  readonly view: Pick<View, "path">;
  /** All of its folder. */
  read(): FolderState;
}

/** A document of the editor of which something may be said that concerns Gunicorn. */
export interface Judged extends Told {
  readonly view: Pick<View, "path" | "text">;
  readonly document: TextDocument;
  documentOf(path: string): TextDocument;
  uri(path: string): string;
}

/** A document of the editor as a part of the Gunicorn configurations of its folder. */
export interface OpenedFile extends Judged {
  readonly view: View;
  /** The command line at an offset, and what could be written there. */
  cursor(offset: number): CommandCursor | undefined;
  modules(): Promise<Modules>;
  /** Every setting that is written anywhere in the folder. */
  everywhere(): readonly Given[];
  /** The config file that a command line reads, or the one that it would read if it were there. */
  configOf(read: ReadCommand): ConfigTarget | undefined;
}

export interface ConfigTarget {
  readonly path: string;
  readonly there: boolean;
  readonly text: string;
  readonly given: readonly Given[];
  /** Every Gunicorn of the folder, and whether it reads this file. */
  readonly gunicorns: readonly Around[];
}

/** The Gunicorn configurations around the documents of an editor. */
export interface GunicornFolders {
  /** Undefined where the document is none that Gunicorn is configured in; that costs next to nothing. */
  open(uri: string): OpenedFile | undefined;
  /** A document of another language, for what is said of it together with Gunicorn's. */
  beside(uri: string): Judged | undefined;
  /** A file on the disk, open or not, as a part of its folder; undefined where it is on no disk. */
  closed(uri: string): Told | undefined;
  /** Files on the disk may have changed: what is in them, or also which there are. */
  forget(what: "texts" | "all"): void;
  /** Absolute paths of the config files that a command names, in the folders that were read. */
  named(): readonly string[];
}

/** Reads the Gunicorn configurations around documents, each once for as long as nothing of it changes. */
export function openGunicornFolders({ documents, folders }: Pick<Context, "documents" | "folders">): GunicornFolders {
  const opened = new Map<string, GunicornFolder>();
  const homes = new Map<string, { readonly folder: string; readonly whole: boolean }>();

  const homeOf = (absolute: string): GunicornFolder => {
    const own = parentOf(absolute);
    const home = homes.get(own) ?? folderOf(absolute, folders());
    homes.set(own, home);
    const known = opened.get(home.folder) ?? openGunicornFolder(home.folder, home.whole, documents);
    opened.set(home.folder, known);
    return known;
  };

  const named = (): string[] =>
    [...opened].flatMap(([folder, { named: own }]) => own().map((path) => `${folder}/${path}`));

  const concerns = (absolute: string, document: TextDocument): boolean => {
    if (absolute.endsWith(".py")) return isConfigName(absolute) || named().includes(absolute);
    return (
      placeOf(absolute, document.getText({ start: { line: 0, character: 0 }, end: { line: 3, character: 0 } })) !==
      undefined
    );
  };

  return {
    named,
    forget(what) {
      if (what === "all") homes.clear();
      for (const each of opened.values()) each.forget(what);
    },
    closed(uri) {
      const absolute = pathOf(uri);
      if (absolute === undefined) return undefined;
      const home = homeOf(absolute);
      return { view: { path: absolute.slice(home.root === "/" ? 1 : home.root.length + 1) }, read: home.read };
    },
    open(uri) {
      const document = documents.get(uri);
      const absolute = document && pathOf(uri);
      if (!document || !absolute || !concerns(absolute, document)) return undefined;
      const home = homeOf(absolute);
      const path = absolute.slice(home.root === "/" ? 1 : home.root.length + 1);
      const view = home.view(path, document.getText());
      return view && openedFile(home, view, document);
    },
    beside(uri) {
      const document = documents.get(uri);
      const absolute = document && pathOf(uri);
      if (!document || !absolute) return undefined;
      const home = homeOf(absolute);
      const path = absolute.slice(home.root === "/" ? 1 : home.root.length + 1);
      return judged(home, { path, text: document.getText() }, document);
    },
  };
}

/** The names by which a config file is known; whether it is one, its content says. */
const isConfigName = (path: string): boolean => /gunicorn[^/]*\.py$/i.test(path);

/** The config file that a Gunicorn reads, or what it would read if it were there: more than one where it may run anywhere. */
function targetsOf({ file, command, environment }: GunicornConfiguration): string[] {
  const run = (command ?? environment)?.command;
  if (file !== undefined) return [file];
  if (run === undefined || command?.config || environment?.config) return [];
  const folders = run.directory === undefined ? ancestors(parentOf(run.path)) : [run.directory];
  return folders.flatMap((folder) => normalize(join(folder, "gunicorn.conf.py")) ?? []);
}

function judged(folder: GunicornFolder, view: Judged["view"], document: TextDocument): Judged {
  const { path } = view;
  const uri = (other: string): string =>
    other === path ? document.uri : (folder.uriOf(other) ?? pathToFileURL(`${folder.root}/${other}`).toString());
  return {
    view,
    document,
    read: folder.read,
    documentOf: (other) =>
      other === path ? document : TextDocument.create(uri(other), "", 0, folder.read().files.text(other) ?? ""),
    uri,
  };
}

function openedFile(folder: GunicornFolder, view: View, document: TextDocument): OpenedFile {
  const { path, text, catalog, files } = view;
  return {
    ...judged(folder, view, document),
    view,
    cursor: (offset) =>
      commandPlace(text, offset, placeOf(path, text), catalog, (marked) => readCommands(path, marked, { files })),
    modules: folder.modules,
    everywhere: folder.everywhere,
    configOf(read) {
      const running = view.configurations.find(({ configuration: { command, environment } }) =>
        [command, environment].includes(read),
      );
      if (running === undefined) return undefined;
      if (running.configuration.file === undefined && read.command.directory === undefined) return undefined;
      const [target] = targetsOf(running.configuration);
      if (target === undefined) return undefined;
      const content = files.text(target);
      const own = content === undefined ? undefined : folder.view(target, content);
      const gunicorns = folder.read().gunicorns.map((each) => ({ ...each, reads: targetsOf(each).includes(target) }));
      return { path: target, there: content !== undefined, text: content ?? "", given: own?.given ?? [], gunicorns };
    },
  };
}
