import { availableParallelism } from "node:os";
import { gunicornCatalog } from "../../languages/gunicorn/catalog/catalog";
import { readCommandLine } from "../../languages/gunicorn/commandLine";
import type { ConfigFile, ConfigRun } from "../../languages/gunicorn/configFile/file";
import { finalOf } from "../../languages/gunicorn/configFile/given";
import { isGunicornFile } from "../../languages/gunicorn/configFile/isGunicornFile";
import { configPath } from "../../languages/gunicorn/configPath";
import { effectiveSettings } from "../../languages/gunicorn/effective";
import type { Running } from "../../languages/gunicorn/features/view";
import type { GunicornCommand, GunicornConfiguration, ReadCommand } from "../../languages/gunicorn/model";
import { readCommands } from "../../languages/gunicorn/places/read";
import type { Machine } from "../../languages/gunicorn/values/things";
import { gunicornVersion } from "../../project/gunicornVersion";
import { readPackages } from "../../rules/packages";
import { containersOf } from "../../stack/containers";
import { readParts } from "../../stack/parts";
import type { Files } from "../../workspace/files";
import { nameOf } from "../../workspace/paths";

/** All that a folder says of its Gunicorns. */
export interface Assembled {
  readonly running: readonly Running[];
  readonly commands: ReadonlyMap<string, readonly ReadCommand[]>;
  /** Every config file, and those of them that only a command tells to be one. */
  readonly configs: readonly string[];
  readonly named: readonly string[];
  readonly version: string;
  readonly installs: (name: string) => boolean | undefined;
}

export type Run = (
  path: string,
  text: string,
  machine: Machine,
) => { readonly file: ConfigFile; readonly run: ConfigRun };

/** Joins the command lines and config files of a folder into Gunicorns. */
export function assemble(files: Files, paths: readonly string[], run: Run): Assembled {
  const { version, source } = gunicornVersion(files, ".", gunicornCatalog());
  const catalog = gunicornCatalog(version);
  const commands = new Map<string, ReadCommand[]>();
  for (const path of paths) {
    const text = path.endsWith(".py") ? undefined : mayHold(path) ? files.text(path) : undefined;
    const found = text === undefined ? [] : readCommands(path, text, { files });
    if (found.length > 0)
      commands.set(
        path,
        found.map((command) => readCommandLine(command, catalog)),
      );
  }
  const all = [...commands.values()].flat();
  const known = (command: GunicornCommand | undefined): ReadCommand | undefined =>
    command && (all.find((each) => each.command === command) ?? readCommandLine(command, catalog));

  const configure = (
    command: ReadCommand | undefined,
    environment: ReadCommand | undefined,
    file: string | undefined,
  ): GunicornConfiguration => {
    const variables = (command ?? environment)?.command.environment ?? new Map<string, string>();
    const text = file === undefined ? undefined : files.text(file);
    const own =
      file !== undefined && text !== undefined
        ? run(file, text, { cpus: availableParallelism(), environment: variables })
        : undefined;
    const settings = effectiveSettings(catalog, {
      file: own ? [...finalOf(own.file, own.run, catalog).values()] : [],
      environment: environment?.given ?? [],
      command: command?.given ?? [],
      target: command?.targets[0],
      variables,
    });
    return { file, command, environment, version, versionSource: source, settings };
  };

  const started = all.filter(({ command }) => command.kind === "command");
  const used = new Set(started.flatMap(({ command }) => command.arguments ?? []));
  const alone = all.filter(
    ({ command }) =>
      command.kind === "arguments" &&
      ![...used].some((each) => each.path === command.path && each.start === command.start),
  );
  const configurations = [
    ...started.map((read) => {
      const environment = known(read.command.arguments);
      const where = configPath(read.command, read.config ?? environment?.config, files);
      return configure(read, environment, where.kind === "file" ? where.path : undefined);
    }),
    ...alone.map((read) => {
      const where = configPath(read.command, read.config, files);
      return configure(undefined, read, where.kind === "file" ? where.path : undefined);
    }),
  ];
  const named = [...new Set(configurations.flatMap(({ file }) => file ?? []))];
  const others = paths.filter(
    (path) => /gunicorn[^/]*\.py$/i.test(path) && !named.includes(path) && isGunicornFile(path, files.text(path) ?? ""),
  );
  const parts = readParts(files, paths);
  const running = [...configurations, ...others.map((path) => configure(undefined, undefined, path))].map(
    (configuration) => ({
      configuration,
      cpus: containersOf(configuration.command?.command, parts).flatMap(({ cpus }) => cpus?.value ?? [])[0],
    }),
  );
  const { installs } = readPackages(files, paths);
  return { running, commands, configs: [...named, ...others], named, version, installs };
}

/** Large data is not read to look for commands. */
const mayHold = (path: string): boolean =>
  !/\.(?:json|csv|lock|png|jpe?g|gif|svg|ico|woff2?|html?|css|m?js|ts|md|rst|sqlite3?|db|pyc)$/i.test(nameOf(path));
