import type { Finding } from "../findings";
import { readConfigFile } from "../languages/gunicorn/configFile/file";
import { checkConfigFile } from "../languages/gunicorn/diagnostics/check";
import { checkCommand } from "../languages/gunicorn/diagnostics/commandLine";
import type { GunicornConfiguration } from "../languages/gunicorn/model";
import { type Gunicorn, readGunicorns } from "../project/gunicorns";
import { type PartsReader, readParts } from "../stack/parts";
import { joinStack } from "../stack/stack";
import type { Files } from "../workspace/files";
import { nameOf, parentOf } from "../workspace/paths";
import { judge } from "./judge";
import { readPackages } from "./packages";
import { suppressed } from "./suppressed";

export interface GunicornOptions {
  /** How many processors the machine has. */
  readonly cpus?: number;
  /** Reads the stack; one that remembers, for who asks after every change. */
  readonly parts?: PartsReader;
  /** A file that is to be judged as a config file, whatever its name and content. */
  readonly config?: string;
}

/**
 * All that is wrong with how Gunicorn is configured in a folder: its config files, its command lines, and what the rules
 * say of both together with the stack around them; by file, suppressed ones left out.
 * @param paths every file, as `walk` finds them
 */
export function gunicornFindings(
  files: Files,
  paths: readonly string[],
  { cpus = 1, parts, config }: GunicornOptions = {},
): ReadonlyMap<string, readonly Finding[]> {
  const gunicorns = readGunicorns(files, { paths, cpus });
  const found = [
    ...configFindings(gunicorns, files, cpus, config),
    ...gunicorns.flatMap(checkCommand),
    ...ruleFindings(gunicorns, files, paths, parts),
  ];
  const once = new Map<string, Finding>();
  for (const finding of found) {
    const key = `${finding.path} ${finding.start} ${finding.end} ${finding.code}`;
    if (!once.has(key)) once.set(key, finding);
  }
  return suppressed([...once.values()], paths, files);
}

/** A file that several commands read is found fault with for what is wrong for each of them. */
function configFindings(
  gunicorns: readonly Gunicorn[],
  files: Files,
  cpus: number,
  config: string | undefined,
): readonly Finding[] {
  const named = gunicorns.flatMap(({ file }) => file ?? []);
  return [...new Set([...named, ...(config === undefined ? [] : [config])])].flatMap((path) => {
    const text = files.text(path);
    if (text === undefined) return [];
    const file = readConfigFile(path, text);
    const users = gunicorns.filter((gunicorn) => gunicorn.file === path);
    const [first = [], ...others] = (users.length === 0 ? [undefined] : users).map((gunicorn) =>
      checkConfigFile(file, {
        cpus,
        environment: gunicorn?.command?.command.environment ?? new Map(),
        ...(gunicorn?.versionSource === undefined ? {} : { version: gunicorn.version }),
      }),
    );
    return first.filter((finding) =>
      others.every((all) => all.some(({ code, start }) => code === finding.code && start === finding.start)),
    );
  });
}

/** What the rules say of the Gunicorns of a workspace, together with the stack that they are a part of. */
export function ruleFindings(
  gunicorns: readonly GunicornConfiguration[],
  files: Files,
  paths: readonly string[],
  parts: PartsReader = readParts,
): readonly Finding[] {
  const packages = readPackages(files, paths);
  const exists = (path: string): boolean => files.list(parentOf(path)).some(({ name }) => name === nameOf(path));
  const running = joinStack(gunicorns, parts(files, paths));
  return judge(running.map((each) => ({ ...each, packages, text: files.text, exists })));
}
