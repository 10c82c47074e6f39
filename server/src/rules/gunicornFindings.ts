import type { Finding } from "../findings";
import { gunicornCatalog } from "../languages/gunicorn/catalog/catalog";
import { readConfigFile } from "../languages/gunicorn/configFile/file";
import { finalOf } from "../languages/gunicorn/configFile/given";
import { runConfigFile } from "../languages/gunicorn/configFile/run";
import { checkConfigFile } from "../languages/gunicorn/diagnostics/check";
import { checkCommand } from "../languages/gunicorn/diagnostics/commandLine";
import type { GunicornConfiguration } from "../languages/gunicorn/model";
import { modulesOf } from "../project/gunicornModules";
import { type Gunicorn, readGunicorns } from "../project/gunicorns";
import { importsOf } from "../stack/imports";
import type { Running } from "../stack/model";
import { readParts } from "../stack/parts";
import { type Served, seek, servedBy } from "../stack/served";
import { joinStack } from "../stack/stack";
import type { Files } from "../workspace/files";
import { nameOf, parentOf } from "../workspace/paths";
import { isDeployed, onlyFor } from "./deployment";
import { judge } from "./judge";
import { type Packages, readPackages } from "./packages";
import type { Subject } from "./rule";
import { suppressed } from "./suppressed";

/** What is judged. */
export interface Judged {
  readonly files: Files;
  /** Every file, as `walk` finds them. */
  readonly paths: readonly string[];
  readonly gunicorns: readonly Gunicorn[];
  /** The same with all that is around them. */
  readonly stack: readonly Running[];
  readonly packages: Packages;
  /** How many processors the machine has. */
  readonly cpus: number;
  /** A file that is to be judged as a config file, whatever its name and content. */
  readonly config?: string;
}

/** Reads a folder for `gunicornFindings`. */
export function readJudged(files: Files, paths: readonly string[], cpus: number, config?: string): Judged {
  const gunicorns = readGunicorns(files, { paths, cpus });
  const stack = joinStack(gunicorns, readParts(files, paths));
  const packages = readPackages(files, paths);
  return { files, paths, gunicorns, stack, packages, cpus, ...(config === undefined ? {} : { config }) };
}

/**
 * All that is wrong with how Gunicorn is configured in a folder: its config files, its command lines, and what the rules
 * say of both together with the stack around them; by file, suppressed ones left out.
 */
export function gunicornFindings(judged: Judged): ReadonlyMap<string, readonly Finding[]> {
  const found = [
    ...configFindings(judged),
    ...judged.gunicorns.flatMap((each) => checkCommand(each, { serves: mayServe(judged), text: judged.files.text })),
    ...ruleFindings(judged),
  ];
  const once = new Map<string, Finding>();
  for (const finding of found) {
    const key = `${finding.path} ${finding.start} ${finding.end} ${finding.code}`;
    if (!once.has(key)) once.set(key, finding);
  }
  return suppressed([...once.values()], judged.paths, judged.files);
}

/** Words that people write behind an option that takes none, or for a command: no package that is installed is meant. */
const notPackages = /^(true|false|yes|no|on|off|0|1|run|serve|start|server|web)$/i;

/** Whether a module of that name may be there: a package that may be installed, or any file or folder of it. */
const mayServe =
  ({ paths, packages }: Judged) =>
  (module: string): boolean =>
    (packages.installs(module) !== false && !notPackages.test(module)) ||
    paths.some((path) => path.split("/").some((name) => name.replace(/\.\w+$/, "") === module));

/** A file that several commands read is found fault with for what is wrong for each of them, or for one that is deployed. */
function configFindings({ stack, files, cpus, config }: Judged): readonly Finding[] {
  const named = stack.flatMap(({ gunicorn: { file } }) => file ?? []);
  return [...new Set([...named, ...(config === undefined ? [] : [config])])].flatMap((path): readonly Finding[] => {
    const text = files.text(path);
    if (text === undefined) return [];
    const file = readConfigFile(path, text);
    const users = stack.filter(({ gunicorn }) => gunicorn.file === path);
    if (users.length === 0) return checkConfigFile(file, { cpus });
    const found = new Map<string, { readonly finding: Finding; readonly by: Running[] }>();
    for (const user of users) {
      const { command, version, versionSource } = user.gunicorn;
      const environment = command?.command.environment ?? new Map<string, string>();
      const told = versionSource === undefined ? {} : { version };
      const module = modulesOf(path, command?.command, files);
      for (const finding of checkConfigFile(file, { cpus, environment, module, ...told })) {
        const key = `${finding.code} ${finding.start}`;
        const known = found.get(key) ?? { finding, by: [] };
        known.by.push(user);
        found.set(key, known);
      }
    }
    return [...found.values()].flatMap(({ finding, by }) => {
      if (by.length >= users.length) return finding;
      const deployed = by.filter(isDeployed);
      return deployed.length === 0 ? [] : { ...finding, message: onlyFor(finding.message, deployed), fixes: [] };
    });
  });
}

/** What the rules say of the Gunicorns of a folder, together with the stack that they are a part of. */
export function ruleFindings({
  files,
  paths,
  packages,
  stack,
}: Pick<Judged, "files" | "paths" | "packages" | "stack">): readonly Finding[] {
  const exists = (path: string): boolean => files.list(parentOf(path)).some(({ name }) => name === nameOf(path));
  return judge(
    stack
      .filter(({ gunicorn }) => !gunicorn.replaced)
      .map((each) => ({
        ...each,
        packages,
        served: once(() => servedBy(each, files, paths)),
        imported: imported(each, files, paths),
        text: files.text,
        exists,
        valueWith: valueWith(each.gunicorn, files),
      })),
  );
}

function imported(running: Running, files: Files, paths: readonly string[]): Subject["imported"] {
  return (module) => {
    const imports = importsOf(running);
    const known = imports?.sure && imports.whole && imports.roots.length > 0;
    return known ? seek(module, imports, files, paths) : undefined;
  };
}

/** Several rules ask for it. */
function once(read: () => Served | undefined): () => Served | undefined {
  let known: { readonly value: Served | undefined } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

/** Follows the config file of a Gunicorn for another machine, where a rule asks. */
function valueWith({ file, version, command }: GunicornConfiguration, files: Files): Subject["valueWith"] {
  return (setting, cpus) => {
    const text = file === undefined ? undefined : files.text(file);
    if (file === undefined || text === undefined) return undefined;
    const environment = command?.command.environment ?? new Map<string, string>();
    const read = readConfigFile(file, text);
    const module = modulesOf(file, command?.command, files);
    const run = runConfigFile(read, { cpus, environment, module });
    const settings = finalOf(read, run, gunicornCatalog(version));
    return settings.get(setting)?.evaluated.value;
  };
}
