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
import type { GunicornCommand, GunicornConfiguration } from "../languages/gunicorn/model";
import { composeStarts } from "../languages/gunicorn/places/compose";
import { inWords } from "../languages/gunicorn/places/find";
import { placeOf } from "../languages/gunicorn/places/read";
import type { Files } from "../workspace/files";
import { nameOf, parentOf } from "../workspace/paths";
import { rememberedByFiles } from "../workspace/remembered";
import { walk } from "../workspace/walk";
import { commandsReader } from "./gunicornCommands";
import { modulesOf } from "./gunicornModules";
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

export type GunicornsReader = (files: Files, options?: ReadOptions) => readonly Gunicorn[];

/**
 * Every Gunicorn of a folder: one for each command that starts one, one for each `GUNICORN_CMD_ARGS` and each config
 * file that no command is known to use.
 */
export const readGunicorns: GunicornsReader = (files, options) => gunicornsReader()(files, options);

/** @see readGunicorns; for who asks after every change: a key in one file has no other file read again. */
export function gunicornsReader(): GunicornsReader {
  const commands = commandsReader();
  const starts = rememberedByFiles((files, paths: readonly string[]) => startsOf(commands(files, paths), files, paths));
  return (files, { paths = walk(files).files, cpus = 1 } = {}) => {
    const { running, others } = starts(files, paths);
    const configs = others.filter(({ path }) => isGunicornFile(path, files.text(path) ?? ""));
    return [...running, ...configs.map(standingAlone)].map((start) => configurationOf(start, files, cpus));
  };
}

/** What starts a Gunicorn, and all that is known of it without a look into its config file. */
interface Start {
  readonly command: CommandLine | undefined;
  readonly environment: CommandLine | undefined;
  readonly release: Release;
  readonly config: ConfigPath;
  /** The variables that hold for it. */
  readonly variables: ReadonlyMap<string, string>;
  readonly replaced: boolean;
}

/** A Python file that no command is known to name, with the release that would read it. */
interface Other {
  readonly path: string;
  readonly release: Release;
}

interface Release {
  readonly version: string;
  readonly source: string | undefined;
  readonly catalog: Catalog;
}

/** Everything that the config files themselves have no say in. */
function startsOf(
  commands: readonly GunicornCommand[],
  files: Files,
  paths: readonly string[],
): { readonly running: readonly Start[]; readonly others: readonly Other[] } {
  const images = imagesOf(files, paths);
  const installed = images.flatMap(({ path, stages }) =>
    stages.flatMap((stage) => stage.installed.map((requirement) => ({ requirement, path }))),
  );
  const reading: Reading = { files, paths, images, installed };
  const started = commands.filter(({ kind }) => kind === "command");
  const used = new Set(started.map(({ arguments: own }) => own && keyOf(own)));
  const alone = commands.filter((command) => command.kind === "arguments" && !used.has(keyOf(command)));
  const running = [...started, ...alone].map((command) => startOf(command, reading));
  const read = new Set(running.map(({ config }) => (config.kind === "file" ? config.path : undefined)));
  const others = paths.filter((path) => path.endsWith(".py") && /gunicorn/i.test(nameOf(path)) && !read.has(path));
  return { running, others: others.map((path) => ({ path, release: releaseFor(parentOf(path), reading) })) };
}

interface Reading {
  readonly files: Files;
  readonly paths: readonly string[];
  readonly images: readonly Image[];
  readonly installed: readonly { readonly requirement: string; readonly path: string }[];
}

/** Two readings of one place are the same command. */
const keyOf = ({ path, start, kind, service }: GunicornCommand): string => `${path}:${start}:${kind}:${service}`;

function startOf(command: GunicornCommand, reading: Reading): Start {
  const release = releaseFor(command.directory ?? parentOf(command.path), reading, command.inContainer);
  const line = readCommandLine(command, release.catalog);
  const isArguments = command.kind === "arguments";
  const own = isArguments ? undefined : line;
  const environment = isArguments ? line : command.arguments && readCommandLine(command.arguments, release.catalog);
  const config = configFor(command, own, environment, reading);
  const replaced = isArguments && command.place === "dockerfile" && isReplaced(command.path, reading);
  return { command: own, environment, release, config, variables: command.environment, replaced };
}

/** Whether all services that start Gunicorn in the image of a Dockerfile have a `GUNICORN_CMD_ARGS` from elsewhere. */
function isReplaced(dockerfile: string, { files, paths }: Reading): boolean {
  const services = paths
    .filter((path) => placeOf(path, "") === "compose")
    .flatMap((path) => composeStarts(path, files.text(path) ?? "", { files }))
    .filter(
      ({ dockerfile: own, words, around }) =>
        own === dockerfile && inWords(words, around).some(({ kind }) => kind === "command"),
    );
  const has = services.map(({ around }) => around.arguments?.path);
  return has.length > 0 && has.every((path) => path !== undefined && path !== dockerfile);
}

const standingAlone = ({ path, release }: Other): Start => ({
  command: undefined,
  environment: undefined,
  release,
  config: { kind: "file", path },
  variables: new Map(),
  replaced: false,
});

function configurationOf(start: Start, files: Files, cpus: number): Gunicorn {
  const { command, environment, release, config, variables, replaced } = start;
  const { version, source, catalog } = release;
  const file = config.kind === "file" ? config.path : undefined;
  const settings = effectiveSettings(catalog, {
    file: file === undefined ? [] : fileGiven(file, start, files, cpus),
    environment: environment?.given ?? [],
    command: command?.given ?? [],
    target: command?.targets[0],
    variables,
  });
  return { file, command, environment, version, versionSource: source, settings, catalog, config, replaced };
}

function releaseFor(folder: string, { files, installed }: Reading, inContainer = false): Release {
  const found = gunicornVersion(files, folder, gunicornCatalog(), { installed, inContainer });
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

function fileGiven(path: string, { command, environment, release, variables }: Start, files: Files, cpus: number) {
  const file = readConfigFile(path, files.text(path) ?? "");
  const module = modulesOf(path, (command ?? environment)?.command, files);
  const run = runConfigFile(file, { environment: variables, cpus, module });
  return [...finalOf(file, run, release.catalog).values()];
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
