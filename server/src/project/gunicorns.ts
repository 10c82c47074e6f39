import type { DockerStage } from "../languages/dockerfile/facts";
import { readStages } from "../languages/dockerfile/stages";
import { type Catalog, gunicornCatalog } from "../languages/gunicorn/catalog/catalog";
import { type CommandLine, readCommandLine } from "../languages/gunicorn/commandLine";
import { readConfigFile } from "../languages/gunicorn/configFile/file";
import { finalOf } from "../languages/gunicorn/configFile/given";
import { isGunicornFile } from "../languages/gunicorn/configFile/isGunicornFile";
import { runConfigFile } from "../languages/gunicorn/configFile/run";
import { type ConfigPath, configPath } from "../languages/gunicorn/configPath";
import { effectiveSettings } from "../languages/gunicorn/effective";
import type { Given, GunicornCommand, GunicornConfiguration } from "../languages/gunicorn/model";
import { placeOf } from "../languages/gunicorn/places/read";
import type { Files } from "../workspace/files";
import { nameOf, parentOf } from "../workspace/paths";
import { walk } from "../workspace/walk";
import { findCommands } from "./gunicornCommands";
import { gunicornVersion } from "./gunicornVersion";

/** One Gunicorn of a project, with what its parts were read with. */
export interface Gunicorn extends GunicornConfiguration {
  readonly command: CommandLine | undefined;
  readonly environment: CommandLine | undefined;
  readonly catalog: Catalog;
  /** Which config file it reads, and why there is none in `file`. */
  readonly config: ConfigPath;
}

export interface ReadOptions {
  /** Every file, as `walk` finds them. */
  readonly paths?: readonly string[];
  /** How many processors the machine has. */
  readonly cpus?: number;
}

/**
 * Every Gunicorn of a folder: one for each command that starts one, one for each `GUNICORN_CMD_ARGS` and each config
 * file that no command is known to use.
 */
export function readGunicorns(
  files: Files,
  { paths = walk(files).files, cpus = 1 }: ReadOptions = {},
): readonly Gunicorn[] {
  const images = imagesOf(files, paths);
  const installed = images.flatMap(({ path, stages }) =>
    stages.flatMap((stage) => stage.installed.map((requirement) => ({ requirement, path }))),
  );
  const reading: Reading = { files, paths, cpus, images, installed };
  const commands = findCommands(files, paths);
  const started = commands.filter(({ kind }) => kind === "command");
  const used = new Set(started.map(({ arguments: own }) => own && keyOf(own)));
  const alone = commands.filter((command) => command.kind === "arguments" && !used.has(keyOf(command)));
  const running = [...started, ...alone].map((command) => configurationOf(command, reading));
  const read = new Set(running.map(({ file }) => file));
  const others = paths.filter((path) => path.endsWith(".py") && /gunicorn/i.test(nameOf(path)) && !read.has(path));
  const configs = others.filter((path) => isGunicornFile(path, files.text(path) ?? ""));
  return [...running, ...configs.map((path) => standingAlone(path, reading))];
}

interface Reading {
  readonly files: Files;
  readonly paths: readonly string[];
  readonly cpus: number;
  readonly images: readonly Image[];
  readonly installed: readonly { readonly requirement: string; readonly path: string }[];
}

/** Two readings of one place are the same command. */
export const keyOf = ({ path, start, kind, service }: GunicornCommand): string => `${path}:${start}:${kind}:${service}`;

function configurationOf(command: GunicornCommand, reading: Reading): Gunicorn {
  const { version, source, catalog } = releaseFor(command.directory ?? parentOf(command.path), reading);
  const line = readCommandLine(command, catalog);
  const isArguments = command.kind === "arguments";
  const own = isArguments ? undefined : line;
  const environment = isArguments ? line : command.arguments && readCommandLine(command.arguments, catalog);
  const config = configFor(command, own, environment, reading);
  const file = config.kind === "file" ? config.path : undefined;
  const settings = effectiveSettings(catalog, {
    file: file === undefined ? [] : fileGiven(file, command.environment, catalog, reading),
    environment: environment?.given ?? [],
    command: own?.given ?? [],
    target: own?.targets[0],
    variables: command.environment,
  });
  return { file, command: own, environment, version, versionSource: source, settings, catalog, config };
}

function standingAlone(path: string, reading: Reading): Gunicorn {
  const { version, source, catalog } = releaseFor(parentOf(path), reading);
  const settings = effectiveSettings(catalog, {
    file: fileGiven(path, new Map(), catalog, reading),
    environment: [],
    command: [],
    target: undefined,
    variables: new Map(),
  });
  const config: ConfigPath = { kind: "file", path };
  return {
    file: path,
    command: undefined,
    environment: undefined,
    version,
    versionSource: source,
    settings,
    catalog,
    config,
  };
}

function releaseFor(folder: string, { files, installed }: Reading) {
  const found = gunicornVersion(files, folder, gunicornCatalog(), installed);
  return { ...found, catalog: gunicornCatalog(found.version) };
}

/** The command line's `-c` comes before the environment's, and an empty one counts for none. */
function configFor(
  command: GunicornCommand,
  line: CommandLine | undefined,
  environment: CommandLine | undefined,
  { files, paths, images }: Reading,
): ConfigPath {
  const word = [line?.config, environment?.config].find((it) => it !== undefined && (it.unknown || it.text !== ""));
  const looked = configPath(command, word, files);
  const made = looked.kind === "missing" && command.inContainer && mayBeMade(nameOf(looked.path), images);
  const found: ConfigPath = made ? { kind: "unknown" } : looked;
  if (found.kind !== "unknown" || word === undefined || word.unknown) return found;
  // A path inside of an image: the one file of that name is meant.
  const named = paths.filter((path) => nameOf(path) === nameOf(word.text) && path.endsWith(".py"));
  return named.length === 1 && named[0] !== undefined ? { kind: "file", path: named[0] } : found;
}

function fileGiven(
  path: string,
  environment: ReadonlyMap<string, string>,
  catalog: Catalog,
  { files, cpus }: Reading,
): readonly Given[] {
  const file = readConfigFile(path, files.text(path) ?? "");
  return [...finalOf(file, runConfigFile(file, { environment, cpus }), catalog).values()];
}

interface Image {
  readonly path: string;
  readonly stages: readonly DockerStage[];
}

function imagesOf(files: Files, paths: readonly string[]): readonly Image[] {
  const dockerfiles = paths.filter((path) => placeOf(path, "") === "dockerfile");
  return dockerfiles.map((path) => ({ path, stages: readStages(files.text(path) ?? "") }));
}

/** Whether a file may come into an image otherwise than by a copy of the workspace. */
function mayBeMade(name: string, images: readonly Image[]): boolean {
  const stages = images.flatMap((image) => image.stages);
  return stages.some(
    ({ runs, copies }) =>
      runs.some(({ value }) => value.includes(name)) ||
      copies.some(
        ({ stage, target, sources }) => stage !== undefined || target.endsWith(name) || /<</.test(sources.join()),
      ),
  );
}
