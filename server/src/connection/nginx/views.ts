import { basename, dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Configuration, configurations, findingsByFile } from "../../languages/nginx/configurations";
import { createMemory, type Memory, moveNotes } from "../../languages/nginx/diagnostics/memory";
import type { Finding } from "../../languages/nginx/diagnostics/model";
import { hiddenMark } from "../../languages/nginx/diagnostics/syntax";
import { folderOnDisk, isMarked, wholeAround } from "../../languages/nginx/disk";
import type { View } from "../../languages/nginx/features/view";
import { isNginxFile, isTemplate, type NginxFiles, nginxFiles } from "../../languages/nginx/files";
import { nginxPaths } from "../../languages/nginx/installed";
import { homeOf, neighbours } from "../../languages/nginx/neighbours";
import { parseNginx } from "../../languages/nginx/parser";
import { reparse } from "../../languages/nginx/reparse";
import { type NginxSettings, settingsDefaults } from "../../languages/nginx/settings";
import type { NginxTree } from "../../languages/nginx/tree";
import { withSeverities } from "../../severities";
import { openFiles } from "../../workspace/diskFiles";
import { rememberedByKey } from "../../workspace/remembered";
import { pathOfUri } from "../uri";
import { once, openStacks } from "./surroundings";
import { openVerdicts, type Verdicts } from "./verdicts";

/** A document of the editor as a part of its configuration. */
export interface Opened {
  readonly view: View;
  readonly document: TextDocument;
  /** What is wrong with each file of the home folder. */
  findings(): Map<string, Finding[]>;
  /** The URI of a file of the configuration. */
  uri(path: string): string;
}

/** A folder of configuration files as the user sees them, until one of them changes. */
interface Home {
  readonly state: string;
  readonly files: NginxFiles;
  readonly read: readonly Configuration[];
  findings: Map<string, Finding[]> | undefined;
}

/** What a folder's files and configurations were the last time, from which the next is made. */
interface Past {
  readonly trees: Map<string, NginxTree>;
  /** By the root file of the configuration. */
  readonly memories: Map<string, Memory>;
}

/** A folder as it is on the disk. */
interface Disk {
  readonly generation: number;
  readonly paths: readonly string[];
  text(path: string): string | undefined;
  /** It begins with a byte-order mark, of which the text of a document says nothing. */
  marked(path: string): boolean;
  /** Files of any kind, for completion. */
  others(): readonly string[];
  matching(pattern: string): readonly string[];
  /** The one name of a file that links give several names. */
  real(path: string): string;
  isUtf8(path: string): boolean;
}

export interface Views {
  /** Undefined where the document is not open, is not nginx's or is not on this machine's disk. */
  open(uri: string): Opened | undefined;
  /** What is wrong with a file, open or not; undefined where it is not nginx's by its name or by where a stack puts it. */
  findings(uri: string): readonly Finding[] | undefined;
  /** Whether a file on the disk is nginx's by its name, by where a stack puts it, or by its text. */
  isNginx(uri: string): boolean;
  /** Files on the disk may have changed. */
  forget(): void;
  /** What nginx itself refused. */
  readonly verdicts: Verdicts;
  readonly settings: () => NginxSettings;
  configure(settings: NginxSettings): void;
}

/** Reads configurations once for as long as no document changes. */
export function openViews(documents: TextDocuments<TextDocument>): Views {
  let generation = 0;
  let settings = settingsDefaults;
  const homes = new Map<string, Home>();
  const disks = new Map<string, Disk>();

  const pasts = new Map<string, Past>();

  const pastOf = (folder: string): Past => {
    const past = pasts.get(folder) ?? { trees: new Map(), memories: new Map() };
    pasts.set(folder, past);
    return past;
  };

  /** A file is parsed again only where its text is another, and then no more of it than that. */
  const treeOf = ({ trees, memories }: Past, path: string, text: string, isUtf8: () => boolean): NginxTree => {
    const known = trees.get(path);
    const options = { template: isTemplate(path), isUtf8 };
    const { tree, moved } = known ? reparse(known, text, options) : { tree: parseNginx(text, options) };
    trees.set(path, tree);
    if (moved) for (const memory of memories.values()) moveNotes(memory, path, moved);
    return tree;
  };

  const openTexts = (folder: string): Map<string, TextDocument> => {
    const found = new Map<string, TextDocument>();
    const { real } = onDisk(folder);
    for (const document of documents.all()) {
      const path = pathOfUri(document.uri);
      if (path?.startsWith(folder + sep)) found.set(real(slashes(path.slice(folder.length + 1))), document);
    }
    return found;
  };

  /** What the disk says of a folder, read once until something there may have changed. */
  const onDisk = (folder: string): Disk => {
    const known = disks.get(folder);
    if (known?.generation === generation) return known;
    const disk = openFiles(folder);
    const { matching, real, isUtf8 } = folderOnDisk(disk);
    const fresh: Disk = {
      generation,
      matching: rememberedByKey(matching),
      real,
      isUtf8,
      paths: neighbours(disk),
      text: rememberedByKey(disk.text),
      marked: rememberedByKey((path) => isMarked(disk.bytes(path))),
      others: () => neighbours(disk, true),
    };
    disks.set(folder, fresh);
    return fresh;
  };

  const stackOf = openStacks(documents, () => generation);

  /** The folder of the configuration that a file is a part of, looked for once until the disk may have changed. */
  const folders = new Map<string, { readonly generation: number; readonly folder: string }>();
  const folderOf = (absolute: string): string => {
    const known = folders.get(absolute);
    if (known?.generation === generation) return known.folder;
    const folder =
      wholeAround(absolute, (around) => stackOf(around).installed)?.folder ??
      (homeOf(slashes(absolute)).split("/").join(sep) || sep);
    folders.set(absolute, { generation, folder });
    return folder;
  };

  const isInstalled = (absolute: string): boolean =>
    absolute.endsWith(".conf") && stackOf(dirname(absolute)).installed.has(basename(absolute));

  const readHome = (folder: string): Home => {
    const open = openTexts(folder);
    const stack = stackOf(folder);
    const state = `${generation} ${[...open.values()].map(({ uri, version }) => `${uri}@${version}`).join(" ")} ${stack.state}`;
    const known = homes.get(folder);
    if (known?.state === state) return known;
    const disk = onDisk(folder);
    const own = [...open].flatMap(([path, { languageId }]) => (languageId === "nginx" ? [path] : []));
    const paths = [...new Set([...disk.paths, ...own, ...stack.installed.keys()])];
    const past = pastOf(folder);
    const tree = rememberedByKey((path: string): NginxTree | undefined => {
      const text = open.get(path)?.getText() ?? disk.text(path);
      return text === undefined ? undefined : treeOf(past, path, text, () => disk.isUtf8(path));
    });
    const files: NginxFiles = {
      root: slashes(folder),
      paths,
      tree,
      exists: (path) => tree(path) !== undefined,
      others: disk.others,
      matching: disk.matching,
      real: disk.real,
      installed: stack.installed,
    };
    const { version, directives } = settings;
    const environment = {
      ...stack.surroundings,
      ...(version === "" ? {} : { version }),
      ...(directives.size > 0 ? { extra: directives } : {}),
    };
    const read = configurations(files, environment, undefined, (root) => memoryOf(past, root));
    const home: Home = { state, files, read, findings: undefined };
    homes.set(folder, home);
    return home;
  };

  const findingsOf = (home: Home, folder: string): Map<string, Finding[]> => {
    if (home.findings) return home.findings;
    const shown = openTexts(folder);
    home.findings = new Map(
      [...findingsByFile(home.files, home.read)].map(([name, found]) => {
        const marked = shown.has(name) && onDisk(folder).marked(name);
        const marks = marked ? hiddenMark(name, home.files.tree(name)) : [];
        return [name, withSeverities([...marks, ...found], settings.severities)];
      }),
    );
    return home.findings;
  };

  const isNamed = (absolute: string): boolean => isNginxFile(slashes(absolute)) || isInstalled(absolute);

  /** A document that is on no disk is all there is of its configuration. */
  const alone = (document: TextDocument): Opened | undefined => {
    const name = "untitled";
    const files = nginxFiles([name], (path) => (path === name ? document.getText() : undefined));
    const read = configurations(files, {}, name);
    const tree = files.tree(name);
    const [configuration] = read;
    if (!tree || !configuration) return undefined;
    return {
      document,
      view: { path: name, tree, files, configuration },
      findings: () => findingsByFile(files, read),
      uri: () => document.uri,
    };
  };

  return {
    isNginx: (uri) => {
      const absolute = pathOfUri(uri);
      if (!absolute) return false;
      const folder = dirname(absolute);
      return nginxPaths([basename(absolute)], openFiles(folder).text, stackOf(folder).installed).length > 0;
    },
    findings(uri) {
      const absolute = pathOfUri(uri);
      if (!absolute || !isNamed(absolute)) return undefined;
      const folder = folderOf(absolute);
      return findingsOf(readHome(folder), folder).get(onDisk(folder).real(slashes(absolute.slice(folder.length + 1))));
    },
    forget: () => {
      generation++;
    },
    verdicts: openVerdicts(documents),
    settings: () => settings,
    configure: (given) => {
      settings = given;
      generation++;
    },
    open(uri) {
      const document = documents.get(uri);
      if (document?.languageId === "nginx" && !uri.startsWith("file:")) return alone(document);
      const absolute = pathOfUri(uri);
      if (!document || !absolute) return undefined;
      if (document.languageId !== "nginx" && !isNamed(absolute)) return undefined;
      const folder = folderOf(absolute);
      const home = readHome(folder);
      const path = onDisk(folder).real(slashes(absolute.slice(folder.length + 1)));
      const configuration = home.read.find(({ members }) => members.includes(path));
      const tree = home.files.tree(path);
      if (!configuration || !tree) return undefined;
      return {
        document,
        view: { path, tree, files: home.files, configuration, places: once(() => stackOf(folder).places()) },
        findings: () => findingsOf(home, folder),
        uri: (other) =>
          other === path ? uri : (uriOfOpen(openTexts(folder), other) ?? pathToFileURL(join(folder, other)).toString()),
      };
    },
  };
}

function memoryOf({ memories }: Past, root: string): Memory {
  const memory = memories.get(root) ?? createMemory();
  memories.set(root, memory);
  return memory;
}

/** An open document's URI is answered as the client wrote it. */
const uriOfOpen = (open: Map<string, TextDocument>, path: string): string | undefined => open.get(path)?.uri;

const slashes = (path: string): string => (sep === "/" ? path : path.split(sep).join("/"));
