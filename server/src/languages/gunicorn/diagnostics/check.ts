import { gunicornCatalog } from "../catalog/catalog";
import type { ConfigFile } from "../configFile/file";
import { runConfigFile } from "../configFile/run";
import type { Machine } from "../values/things";
import { duplicates } from "./duplicates";
import type { Checking, Finding } from "./model";
import { unknownNames } from "./names";
import { syntaxErrors } from "./syntax";
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
  const { version, exists, cpus = anyCpus } = environment;
  const run = runConfigFile(file, {
    cpus,
    ...(environment.environment ? { environment: environment.environment } : {}),
  });
  const checking: Checking = {
    file,
    run,
    catalog: gunicornCatalog(version),
    toldVersion: version,
    ...(exists ? { exists } : {}),
  };
  const findings = [
    ...syntaxErrors(checking),
    ...invalidValues(checking),
    ...unknownNames(checking),
    ...duplicates(checking),
  ];
  return findings.sort((a, b) => a.start - b.start);
}
