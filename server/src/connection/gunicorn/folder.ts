import { availableParallelism } from "node:os";
import type { TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { gunicornCatalog } from "../../languages/gunicorn/catalog/catalog";
import { readConfigFile } from "../../languages/gunicorn/configFile/file";
import { finalOf, givenOf } from "../../languages/gunicorn/configFile/given";
import { isGunicornFile } from "../../languages/gunicorn/configFile/isGunicornFile";
import { runConfigFile } from "../../languages/gunicorn/configFile/run";
import type { Modules } from "../../languages/gunicorn/features/definition";
import type { SizedGunicorn, View } from "../../languages/gunicorn/features/view";
import type { Given, GunicornConfiguration, ReadCommand } from "../../languages/gunicorn/model";
import { placeOf } from "../../languages/gunicorn/places/read";
import { isNginxFile } from "../../languages/nginx/files";
import { modulesOf } from "../../project/gunicornModules";
import { type Gunicorn, gunicornsReader } from "../../project/gunicorns";
import { gunicornVersion } from "../../project/gunicornVersion";
import { type Packages, packagesReader } from "../../rules/packages";
import type { Running } from "../../stack/model";
import { partsReader } from "../../stack/parts";
import { joinStack } from "../../stack/stack";
import type { Files } from "../../workspace/files";
import { nameOf } from "../../workspace/paths";
import { rememberedLast } from "../../workspace/remembered";
import { type Disk, readAgain, readDisk } from "./disk";
import { pathIn } from "./paths";

/** A folder as the user sees it, as far as Gunicorn is configured in it. */
export interface GunicornFolder {
  /** Absolute path, with "/". */
  readonly root: string;
  /** Its files with what is open on top; read again only where something has changed. */
  read(): FolderState;
  /** A file of the folder with that text; undefined where it is none of Gunicorn's. */
  view(path: string, text: string): View | undefined;
  /** The config files that commands name, as they were read last. */
  named(): readonly string[];
  everywhere(): readonly Given[];
  modules(): Promise<Modules>;
  /** The URI of an open document, as the client wrote it. */
  uriOf(path: string): string | undefined;
  forget(what: "texts" | "all"): void;
}

/** What a folder says, for as long as none of its files changes. */
export interface FolderState {
  /** Another one for each state of the files. */
  readonly state: string;
  readonly files: Files;
  readonly paths: readonly string[];
  readonly gunicorns: readonly Gunicorn[];
  readonly sized: readonly SizedGunicorn[];
  /** The same with all that is around them: containers, proxies. */
  readonly stack: readonly Running[];
  readonly packages: Packages;
}

/** Files beside those that hold command lines that say something of how Gunicorn runs. */
const saying =
  /^(requirements.*|.*requirements\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|Pipfile(\.lock)?|.*\.lock|environment\.ya?ml)$/;

/** @param whole with the folders below; else only the files in the folder itself are looked at */
export function openGunicornFolder(
  folder: string,
  whole: boolean,
  documents: TextDocuments<TextDocument>,
): GunicornFolder {
  const cpus = availableParallelism();
  const [readGunicorns, readParts, readPackages] = [gunicornsReader(), partsReader(), packagesReader()];
  /** The same array for as long as it has the same in it. */
  const allPaths = rememberedLast((known: readonly string[], open: string) => [
    ...new Set([...known, ...open.split("\n").filter(Boolean)]),
  ]);
  const placeIn = new WeakMap<TextDocument, string>();
  let generation = 0;
  let disk: Disk | undefined;
  let last: FolderState | undefined;

  const onDisk = (): Disk => {
    disk ??= readDisk(folder, whole);
    return disk;
  };

  const matters = (path: string): boolean =>
    path.endsWith(".py")
      ? /gunicorn/i.test(nameOf(path)) || named().includes(path) || isServed(path)
      : placeOf(path, "") !== undefined || saying.test(nameOf(path)) || isNginxFile(path);

  /** What a command serves may be in it: what is missing there is told at the command. */
  const isServed = (path: string): boolean => {
    const module = path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
    return (last?.gunicorns ?? []).some(({ command, settings }) => {
      const app = settings.get("wsgi_app")?.value;
      const target = command?.targets[0]?.text ?? (app?.type === "str" ? app.value : "");
      const own = target.replace(/:.*$/s, "");
      return own !== "" && (module === own || module.endsWith(`.${own}`));
    });
  };

  const named = (): readonly string[] => last?.gunicorns.flatMap(({ file }) => file ?? []) ?? [];

  const read = (): FolderState => {
    const open = documents.all().flatMap((document) => {
      const path = placeIn.get(document) ?? pathIn(folder, document.uri) ?? "";
      placeIn.set(document, path);
      return path !== "" && matters(path) ? [{ path, document }] : [];
    });
    const state = `${generation} ${open.map(({ path, document }) => `${path}@${document.version}`).join(" ")}`;
    if (last?.state === state) return last;
    const { files: base, paths: known } = onDisk();
    const overlay = new Map(open.map(({ path, document }) => [path, document.getText()]));
    const files: Files = { ...base, text: (path) => overlay.get(path) ?? base.text(path) };
    const paths = allPaths(known, [...overlay.keys()].join("\n"));
    const gunicorns = readGunicorns(files, { paths, cpus });
    const stack = joinStack(gunicorns, readParts(files, paths));
    const sized = stack.map(({ gunicorn, containers }): SizedGunicorn => {
      const [limit] = containers.flatMap((container) => container.cpus?.value ?? []);
      return { configuration: gunicorn, cpus: limit };
    });
    last = { state, files, paths, gunicorns, sized, stack, packages: readPackages(files, paths) };
    return last;
  };

  const view = (path: string, text: string): View | undefined => {
    const { gunicorns, sized, files, packages } = read();
    const isPython = path.endsWith(".py");
    if (isPython && !isGunicornFile(path, text) && !gunicorns.some(({ file }) => file === path)) return undefined;
    const configurations = sized.filter(({ configuration }) => hasPart(configuration, path));
    const [first] = configurations;
    const version = first?.configuration.version ?? gunicornVersion(files, ".", gunicornCatalog()).version;
    const catalog = gunicornCatalog(version);
    const command = first?.configuration.command?.command;
    const module = modulesOf(path, command, files);
    const machine = command ? { environment: command.environment, module } : { module };
    const file = isPython ? readConfigFile(path, text) : undefined;
    const config = file && runConfigFile(file, { ...machine, cpus });
    const commands = unique(
      configurations.flatMap(({ configuration }) => commandsOf(configuration, path)),
      (each) => [each.command.start, each.command.end, each.command.kind].join(" "),
    );
    const written = commands.flatMap(({ given }) => given.filter((each) => each.path === path));
    return {
      path,
      text,
      config,
      commands,
      given:
        file && config ? givenOf(config, catalog) : unique(written, ({ name, setting }) => `${name.start} ${setting}`),
      configurations,
      catalog,
      installs: packages.installs,
      files,
      targets: () => onDisk().targets(),
      valueWith: (setting, other) =>
        file && finalOf(file, runConfigFile(file, { ...machine, cpus: other }), catalog).get(setting)?.evaluated.value,
    };
  };

  return {
    root: folder,
    read,
    view,
    named,
    everywhere: () => {
      const { gunicorns, files } = read();
      const paths = new Set(gunicorns.flatMap((each) => [each.file ?? [], ...pathsOf(each)].flat()));
      const all = [...paths].flatMap((path) => view(path, files.text(path) ?? "")?.given ?? []);
      return unique(all, ({ path, name, setting }) => `${path} ${name.start} ${setting}`);
    },
    modules: async () => onDisk().modules(),
    uriOf: (path) => documents.all().find(({ uri }) => pathIn(folder, uri) === path)?.uri,
    forget: (what) => {
      generation++;
      disk = what === "all" ? undefined : disk && readAgain(disk, folder);
    },
  };
}

const hasPart = (gunicorn: GunicornConfiguration, path: string): boolean =>
  gunicorn.file === path || pathsOf(gunicorn).includes(path);

/** The files that its command lines stand in; that of a Dockerfile may belong to a service of a compose file. */
const pathsOf = ({ command, environment }: GunicornConfiguration): string[] =>
  [command, environment].flatMap((read) =>
    read ? [read.command.path, ...read.command.words.map(({ path }) => path)] : [],
  );

const commandsOf = ({ command, environment }: GunicornConfiguration, path: string): ReadCommand[] =>
  [command, environment].flatMap((read) =>
    read && (read.command.path === path || read.command.words.some((word) => word.path === path)) ? [read] : [],
  );

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
