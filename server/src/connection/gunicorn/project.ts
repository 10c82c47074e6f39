import { availableParallelism } from "node:os";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Catalog, gunicornCatalog } from "../../languages/gunicorn/catalog/catalog";
import { type ConfigFile, type ConfigRun, readConfigFile } from "../../languages/gunicorn/configFile/file";
import { finalOf, givenOf } from "../../languages/gunicorn/configFile/given";
import { isGunicornFile } from "../../languages/gunicorn/configFile/isGunicornFile";
import { runConfigFile } from "../../languages/gunicorn/configFile/run";
import type { Modules } from "../../languages/gunicorn/features/definition";
import type { View } from "../../languages/gunicorn/features/view";
import type { Given } from "../../languages/gunicorn/model";
import { placeOf } from "../../languages/gunicorn/places/read";
import { inspect } from "../../project/inspect";
import { openSources, type Sources } from "../../project/sources";
import { openFiles } from "../../workspace/diskFiles";
import type { Files } from "../../workspace/files";
import { nameOf } from "../../workspace/paths";
import { walk } from "../../workspace/walk";
import { type Assembled, assemble } from "./assemble";

/** A folder as the user sees it, as far as Gunicorn is configured in it. */
export interface Project {
  readonly folder: string;
  /** A file of the folder with that text; undefined where it is none of Gunicorn's. */
  view(path: string, text: string): View | undefined;
  /** The config files that commands name. */
  named(): readonly string[];
  everywhere(): readonly Given[];
  modules(): Promise<Modules>;
  /** The URI of an open document, as the client wrote it. */
  uriOf(path: string): string | undefined;
  forget(): void;
}

/** Files beside those that hold command lines that say something of how Gunicorn runs. */
const saying =
  /^(requirements.*|.*requirements\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|Pipfile(\.lock)?|.*\.lock|environment\.ya?ml)$/;

/** @param whole with the folders below; else only the files in the folder itself are looked at */
export function openProject(folder: string, whole: boolean, documents: TextDocuments<TextDocument>): Project {
  let generation = 0;
  let disk: { readonly of: number; readonly paths: readonly string[]; readonly files: Files } | undefined;
  let read: (Assembled & { readonly state: string; readonly files: Files }) | undefined;
  let sources: { readonly of: number; readonly sources: Sources; readonly targets: readonly string[] } | undefined;
  const runs = new Map<string, { readonly file: ConfigFile; readonly runs: Map<string, ConfigRun> }>();

  /** The open documents of the folder that matter, by their paths. */
  const open = (): Map<string, TextDocument> => {
    const found = new Map<string, TextDocument>();
    for (const document of documents.all()) {
      const path = pathIn(folder, document.uri);
      if (path !== undefined && matters(path)) found.set(path, document);
    }
    return found;
  };
  const matters = (path: string): boolean =>
    path.endsWith(".py")
      ? /gunicorn/i.test(nameOf(path)) || (read?.named.includes(path) ?? false)
      : placeOf(path, "") !== undefined || saying.test(nameOf(path));

  const onDisk = () => {
    if (disk?.of !== generation) {
      const files = openFiles(folder);
      const paths = whole
        ? walk(files).files
        : files.list(".").flatMap(({ name, kind }) => (kind === "file" ? [name] : []));
      const texts = new Map<string, string | undefined>();
      const text = (path: string): string | undefined => {
        if (!texts.has(path)) texts.set(path, files.text(path));
        return texts.get(path);
      };
      disk = { of: generation, paths, files: { ...files, text } };
    }
    return disk;
  };

  /** A config file is followed again only where its text, or what it is asked for, is another. */
  const run = (
    path: string,
    text: string,
    machine: Parameters<typeof runConfigFile>[1],
  ): { file: ConfigFile; run: ConfigRun } => {
    let known = runs.get(path);
    if (known?.file.text !== text) known = { file: readConfigFile(path, text), runs: new Map() };
    runs.set(path, known);
    const key = JSON.stringify([machine.cpus, [...(machine.environment ?? [])]]);
    const found = known.runs.get(key) ?? runConfigFile(known.file, machine);
    known.runs.set(key, found);
    return { file: known.file, run: found };
  };

  const readAll = () => {
    const texts = open();
    const state = `${generation} ${[...texts].map(([path, { version }]) => `${path}@${version}`).join(" ")}`;
    if (read?.state === state) return read;
    const { files: base, paths } = onDisk();
    const overlay = new Map([...texts].map(([path, document]) => [path, document.getText()]));
    const files: Files = { ...base, text: (path) => overlay.get(path) ?? base.text(path) };
    const all = [...new Set([...paths, ...overlay.keys()])];
    read = { ...assemble(files, all, run), state, files };
    return read;
  };

  const view = (path: string, text: string): View | undefined => {
    const all = readAll();
    const config = path.endsWith(".py");
    if (config && !isGunicornFile(path, text) && !all.named.includes(path)) return undefined;
    const running = all.running.filter(({ configuration: { file, command, environment } }) =>
      config ? file === path : [command, environment].some((each) => each?.command.path === path),
    );
    const catalog: Catalog = gunicornCatalog(running[0]?.configuration.version ?? all.version);
    const commands = all.commands.get(path) ?? [];
    const environment = running[0]?.configuration.command?.command.environment;
    const machine = { cpus: availableParallelism(), ...(environment ? { environment } : {}) };
    const own = config ? run(path, text, machine) : undefined;
    return {
      path,
      text,
      config: own?.run,
      commands,
      given: own
        ? givenOf(own.file, own.run, catalog)
        : commands.flatMap((each) => each.given.filter((one) => one.path === path)),
      configurations: running,
      catalog,
      installs: all.installs,
      files: all.files,
      targets: () => python().targets,
      valueWith: (setting, cpus) => {
        const other = run(path, text, { ...machine, cpus });
        return finalOf(other.file, other.run, catalog).get(setting)?.evaluated.value;
      },
    };
  };

  const python = (): { readonly sources: Sources; readonly targets: readonly string[] } => {
    if (sources?.of !== generation) {
      const { files } = readAll();
      sources = {
        of: generation,
        sources: openSources(files),
        targets: inspect(files).candidates.map(({ target }) => target),
      };
    }
    return sources;
  };

  return {
    folder,
    view,
    named: () => read?.named ?? [],
    everywhere: () => {
      const all = readAll();
      const configs = all.configs.flatMap((path) => view(path, all.files.text(path) ?? "")?.given ?? []);
      return [...configs, ...[...all.commands.values()].flat().flatMap(({ given }) => given)];
    },
    modules: async () => {
      const { sources: own } = python();
      return { find: own.find, python: (path) => own.get(path)?.python() };
    },
    uriOf: (path) => documents.all().find(({ uri }) => pathIn(folder, uri) === path)?.uri,
    forget: () => {
      generation++;
    },
  };
}

/** The path of a document in a folder, with "/"; undefined where it is not in it. */
function pathIn(folder: string, uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    const path = fileURLToPath(uri);
    const absolute = sep === "/" ? path : path.split(sep).join("/");
    const prefix = folder === "/" ? "/" : `${folder}/`;
    return absolute.startsWith(prefix) ? absolute.slice(prefix.length) : undefined;
  } catch {
    return undefined;
  }
}
