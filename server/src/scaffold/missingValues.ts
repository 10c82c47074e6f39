import * as l10n from "@vscode/l10n";
import type { EnvironmentVariable, Project } from "../project/project";
import { type Plain, record } from "../record";

/** From where a container gets its variables. */
export interface Told {
  /** The service of the app in the compose file as it will be. */
  readonly web: Plain;
  /** A file of the project as it will be; undefined where it is not there. */
  readonly text: (path: string) => string | undefined;
}

/**
 * The variables that the app asks for without a fallback (`os.environ["X"]`) and nothing gives a value. None where one
 * may come from a place that cannot be read here.
 */
export const missingNames = (environment: Project["environment"], told: Told): readonly string[] =>
  environment.filter((variable) => isMissing(variable, told)).map(({ name }) => name);

/** Says which variables have no value yet, and what to do; undefined where none is missing. Values are never said. */
export const missingValues = (names: readonly string[]): string | undefined =>
  names.length === 0
    ? undefined
    : l10n.t(
        "No value for {0} yet, and the app fails without one: put it into .env, then start the stack.",
        names.join(", "),
      );

/**
 * Says which variables choose the app's configuration, and choose one for development unless told:
 * `os.getenv("FLASK_CONFIG", "development")`.
 */
export function developmentNotes(environment: Project["environment"], told: Told): readonly string[] {
  return environment
    .filter(({ name, default: fallback }) => choosing.test(name) && forDevelopment.test(fallback ?? ""))
    .filter(({ name }) => isUntold(name, told))
    .map(({ name, default: fallback = "" }) =>
      l10n.t(
        "{0} is {1} unless told, which may be the app's configuration for development: put the one for production into .env.",
        name,
        fallback,
      ),
    );
}

const choosing = /(^|_)(CONFIG|CONFIGURATION|ENV|ENVIRONMENT|SETTINGS)(_(NAME|MODE|CLASS|TYPE))?$/;
const forDevelopment = /^([\w.]+\.)?(default|dev|develop|development|local|debug)_?(config|configuration|settings)?$/i;

const isMissing = ({ name, required, default: fallback }: EnvironmentVariable, told: Told): boolean =>
  required && fallback === undefined && isUntold(name, told);

/** Nothing that can be read here gives the app a value of this name, and nothing that cannot be read may. */
function isUntold(name: string, { web, text }: Told): boolean {
  if (web.extends !== undefined || Object.hasOwn(variablesOf(web), name)) return false;
  const files = envFiles(web);
  // One that is not read into the container helps nothing.
  if (files.length === 0) return false;
  const texts = files.map(text);
  if (texts.some((content, index) => content === undefined && files[index] !== ".env")) return false;
  const set = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*(?:=|:|$)`, "m");
  const setInImage = new RegExp(`^\\s*(?:ENV|ARG)\\b.*\\b${name}\\b`, "m");
  return !texts.some((content) => set.test(content ?? "")) && !setInImage.test(text("Dockerfile") ?? "");
}

/** `environment:` as compose takes it: a table, or a list of `NAME=value` and of names that are passed on. */
function variablesOf({ environment }: Plain): Plain {
  return Array.isArray(environment)
    ? Object.fromEntries(environment.map((entry) => [String(entry).split("=", 1)[0] ?? "", entry]))
    : record(environment);
}

/** The paths of `env_file:`, which is a path, or a list of paths and of `{ path }`. */
function envFiles({ env_file: given }: Plain): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  return entries.map((entry) =>
    String(typeof entry === "object" ? record(entry).path : entry)
      .replace(/^\.\//, "")
      .trim(),
  );
}
