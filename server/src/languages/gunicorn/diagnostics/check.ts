import { gunicornCatalog } from "../catalog/catalog";
import type { ConfigFile, ConfigRun } from "../configFile/file";
import { runConfigFile } from "../configFile/run";
import type { Machine } from "../values/things";
import { duplicates } from "./duplicates";
import type { Checking, Finding } from "./model";
import { unknownNames } from "./names";
import { onlyHinted } from "./onlyHinted";
import { syntaxErrors } from "./syntax";
import { undefinedNames, unreadableNumbers } from "./undefinedNames";
import { invalidValues } from "./values";

/** What is known of where a config file will be read. */
export interface Environment extends Partial<Machine> {
  /** The Gunicorn release that is judged for: `23.0.0`; the newest that the catalog knows where it is not told. */
  readonly version?: string;
  /** Whether a path is there, where Gunicorn will run; undefined where that is not known. */
  readonly exists?: (path: string) => boolean | undefined;
}

/** Values that depend on the number of processors are judged for that many. */
const anyCpus = 4;

/**
 * What is wrong with a config file by itself, in the order of the text: what Gunicorn refuses when it starts, and what it
 * ignores without a word.
 */
export function checkConfigFile(file: ConfigFile, environment: Environment = {}): readonly Finding[] {
  const { version, exists, cpus = anyCpus, module } = environment;
  const run = runConfigFile(file, {
    cpus,
    ...(environment.environment ? { environment: environment.environment } : {}),
    ...(module ? { module } : {}),
  });
  const known = exists ? undefined : checked.get(run);
  if (known && known.version === version) return known.findings;
  const checking: Checking = {
    file,
    run,
    catalog: gunicornCatalog(version),
    toldVersion: version,
    ...(exists ? { exists } : {}),
  };
  const all = [
    ...syntaxOf(checking),
    ...undefinedNames(checking),
    ...unreadableNumbers(checking),
    ...invalidValues(checking),
    ...unknownNames(checking),
    ...onlyHinted(checking),
    ...duplicates(checking),
  ];
  const findings = all.sort((a, b) => a.start - b.start);
  if (!exists) checked.set(run, { version, findings });
  return findings;
}

/** What was found in a file as it runs: every command that reads it asks for the same. */
const checked = new WeakMap<
  ConfigRun,
  { readonly version: string | undefined; readonly findings: readonly Finding[] }
>();

const syntax = new WeakMap<ConfigFile, readonly Finding[]>();

/** The same wherever a file is read. */
function syntaxOf(checking: Checking): readonly Finding[] {
  const known = syntax.get(checking.file) ?? [...syntaxErrors(checking)];
  syntax.set(checking.file, known);
  return known;
}
