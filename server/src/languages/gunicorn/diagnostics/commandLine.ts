import * as l10n from "@vscode/l10n";
import type { Finding as AnyFinding, Fix, Severity, Span } from "../../../findings";
import type { Catalog } from "../catalog/catalog";
import type { CommandLine, CommandProblem } from "../commandLine";
import type { ConfigPath } from "../configPath";
import { kept } from "../effective";
import type { Effective, Given } from "../model";
import { validate } from "../validators/validate";
import { pythonSource } from "../values/source";
import { type Code, codes } from "./codes";
import { strayWord } from "./strayWord";
import { noSuchFlag } from "./unknownFlag";
import { meantBy } from "./values";

type Finding = AnyFinding<Code>;

/** One Gunicorn, as far as its command lines are judged by it. */
export interface Judged {
  readonly catalog: Catalog;
  readonly command: CommandLine | undefined;
  /** Its `GUNICORN_CMD_ARGS`. */
  readonly environment: CommandLine | undefined;
  readonly config: ConfigPath;
  /** It holds nowhere. */
  readonly replaced: boolean;
  readonly settings: ReadonlyMap<string, Effective>;
}

/** What is known of the files around. */
interface Around {
  /** Whether there may be a module of that name. */
  readonly serves?: (module: string) => boolean;
  readonly text?: (path: string) => string | undefined;
}

/**
 * What is wrong with the command line of a Gunicorn and its `GUNICORN_CMD_ARGS`. What Gunicorn accepts is never an
 * error, and of what is not known nothing is said.
 */
export function checkCommand(judged: Judged, around: Around = {}): readonly Finding[] {
  const { serves, text } = around;
  const { catalog, command, environment, replaced } = judged;
  if (replaced) return [];
  const lines = [command, environment].filter((line) => line !== undefined);
  return [
    ...lines.flatMap((line) => lineProblems(line, catalog, serves)),
    ...lines.flatMap((line) => (line.asksOnly ? [] : [...refusedValues(line, catalog), ...portForPid(line)])),
    ...(lines.some(({ asksOnly }) => asksOnly)
      ? []
      : [...(cutShort(judged, text) ?? noTarget(judged)), ...missingConfig(judged), ...overriding(judged)]),
  ];
}

/** `-p 8000`: to other servers it is the port. */
function portForPid({ given }: CommandLine): readonly Finding[] {
  const at = given.findLast(({ setting }) => setting === "pidfile");
  const value = at?.evaluated.value;
  if (!at?.value || value?.type !== "str" || !/^\d{2,5}$/.test(value.value)) return [];
  const message = l10n.t(
    'Gunicorn writes its process id to a file of the name "{0}": for a port, write "--bind 0.0.0.0:{0}".',
    value.value,
  );
  return [finding("gunicorn-flag-value", { path: at.path, ...at.value }, message, { severity: "warning" })];
}

function finding(
  code: Code,
  at: Span & { readonly path: string },
  message: string,
  more: Partial<Finding> = {},
): Finding {
  const { path, start, end } = at;
  return { code, severity: codes[code] as Severity, path, start, end, message, ...more };
}

/** What is one word too many is told by what it was meant as, where that is seen. */
function lineProblems(
  line: CommandLine,
  catalog: Catalog,
  serves: (module: string) => boolean = () => true,
): readonly Finding[] {
  const stray = line.asksOnly ? undefined : strayWord(line, catalog);
  if (stray === undefined || (stray.module !== undefined && serves(stray.module))) {
    return line.problems.map((problem) => {
      const found = tell(problem, line, catalog);
      const served =
        problem.kind === "ignored-target" && line.targets[0]?.unknown === false ? line.targets[0].text : "";
      const nothing = /^[\w.]+$/.test(served) && !serves(served.split(".")[0] ?? "");
      return nothing ? { ...found, severity: "error" as const } : found;
    });
  }
  const others = line.problems.filter(({ kind }) => kind !== "ignored-target" && kind !== "extra-target");
  const said = finding("gunicorn-extra-target", stray.word, stray.message, { fixes: stray.fixes });
  return [said, ...others.map((problem) => tell(problem, line, catalog))];
}

function tell(problem: CommandProblem, line: CommandLine, catalog: Catalog): Finding {
  const { kind, text, flag = "", among } = problem;
  switch (kind) {
    case "unknown-flag": {
      const { message, instead } = noSuchFlag(text, catalog);
      return finding("gunicorn-unknown-flag", problem, message, replaced(problem, instead));
    }
    case "ambiguous-flag":
      return finding(
        "gunicorn-unknown-flag",
        problem,
        l10n.t('"{0}" is the beginning of several options: write which one, {1}.', text, among.join(", ")),
      );
    case "missing-value":
      return finding("gunicorn-missing-value", problem, l10n.t('"{0}" needs a value: write one after it.', flag));
    case "unwanted-value": {
      const message = l10n.t('"{0}" takes no value: leave out "{1}".', flag, text);
      // `--reload=true`: the sign goes as well.
      const start = flag.startsWith("--") ? problem.start - 1 : problem.start;
      return finding("gunicorn-flag-value", problem, message, replaced({ ...problem, start }, ""));
    }
    case "ill-typed-value": {
      // `-workers 3`
      const long = `-${flag}${text.replace(/=.*$/s, "")}`;
      if (/^-\w$/.test(flag) && catalog.byFlag.has(long)) {
        const message = l10n.t(
          'Gunicorn reads "{0}" as "{1}" with "{2}" behind it: write "{3}".',
          flag + text,
          flag,
          text,
          long,
        );
        return finding("gunicorn-flag-value", problem, message);
      }
      const message = l10n.t('"{0}" takes a whole number, not "{1}".', flag, text);
      return finding("gunicorn-flag-value", problem, message, replaced(problem, numberIn(text)));
    }
    case "extra-target": {
      const message = l10n.t('Gunicorn refuses "{0}": what it serves, "{1}", is told already.', text, served(line));
      return finding("gunicorn-extra-target", problem, message);
    }
    case "ignored-target": {
      const message = l10n.t('Gunicorn serves "{1}" and passes "{0}" by: leave one of them out.', text, served(line));
      return finding("gunicorn-extra-target", problem, message, { severity: "warning" });
    }
  }
}

const served = ({ targets }: CommandLine): string => targets[0]?.text ?? "";

/** The number that is meant by `30s`, `4.0`, `1,000`. */
function numberIn(text: string): string | undefined {
  const [, digits] = /^\s*(\d+(?:[,_]\d{3})*)(?:\.0+)?\s*(?:s|sec|secs|seconds|workers|threads)?\s*$/i.exec(text) ?? [];
  return digits?.replace(/[,_]/g, "");
}

function replaced(
  { path, start, end }: Span & { readonly path: string },
  text: string | undefined,
): { fixes?: readonly Fix[] } {
  if (text === undefined) return {};
  const title = text === "" ? l10n.t("Leave it out") : l10n.t('Change to "{0}"', text);
  return { fixes: [{ title, path, edits: [{ start, end, text }] }] };
}

/** What argparse takes and Gunicorn's validators do not. Only the last of an option is looked at by them. */
function refusedValues(line: CommandLine, catalog: Catalog): readonly Finding[] {
  const last = new Map(line.given.map((given) => [given.setting, given]));
  return [...last.values()].flatMap((given) => {
    const spec = catalog.settings.get(given.setting);
    const { value } = given.evaluated;
    const reason = spec && value && validate(spec, value, { release: catalog.release });
    if (reason === undefined) return [];
    const at = { path: given.path, ...(given.value ?? given.name) };
    const meant = spec && value && given.evaluated.variables.length === 0 ? meantBy(spec, value) : undefined;
    const text = meant?.type === "str" || meant?.type === "int" ? String(meant.value) : undefined;
    const whole = given.value !== undefined && spec?.action !== "append" ? text : undefined;
    // The environment may give another value than the default that is written.
    const { environment } = line.command;
    const certain = given.evaluated.variables.every((name) => environment.has(name));
    const severity = certain ? {} : { severity: "warning" as const };
    return [finding("gunicorn-flag-value", at, reason, { ...replaced(at, whole), ...severity })];
  });
}

/** A script whose next line goes on with options, since a backslash is missing: what is to be served stands there. */
function cutShort({ command }: Judged, text: Around["text"]): readonly Finding[] | undefined {
  if (command?.command.place !== "shell" || !command.complete || command.targets.length > 0) return undefined;
  const { path, end } = command.command;
  const next = /^[ \t]*(?=\r?\n[ \t]*--?[A-Za-z])/.exec(text?.(path)?.slice(end) ?? "x");
  if (next === null) return undefined;
  const message = l10n.t(
    "The command ends with this line, and what it is to serve is not in it: end the line with a backslash to go on in the next one.",
  );
  const edits = [{ start: end, end: end + next[0].length, text: " \\" }];
  const fixes = [{ title: l10n.t("Add a backslash"), path, edits }];
  return [finding("gunicorn-no-target", command.command, message, { fixes })];
}

/** No error where anything may tell what to serve: `wsgi_app` or `paste` of any place, or words that are not known. */
function noTarget({ command, environment, config, settings, catalog }: Judged): readonly Finding[] {
  if (command === undefined || !command.complete || command.targets.length > 0) return [];
  if (environment?.complete === false || config.kind === "unknown") return [];
  const told = ["wsgi_app", "paste"].some((name) => {
    const effective = settings.get(name);
    return effective !== undefined && effective.origin !== "default" && effective.value?.type !== "None";
  });
  if (told) return [];
  const { path, start, end } = command.command;
  // A service that runs what its image says has no words of its own.
  const at = command.command.words[0]?.path === undefined || command.command.words[0].path === path;
  const message = catalog.settings.has("wsgi_app")
    ? l10n.t(
        'Gunicorn is not told what to serve: add module:callable, such as "app:app", or set wsgi_app in its config file.',
      )
    : l10n.t('Gunicorn is not told what to serve: add module:callable, such as "app:app".');
  return at ? [finding("gunicorn-no-target", { path, start, end }, message)] : [];
}

function missingConfig({ config }: Judged): readonly Finding[] {
  if (config.kind !== "missing") return [];
  const { word, path } = config;
  const message = l10n.t("There is no {0}, so Gunicorn would not start: check the path.", path);
  return [finding("gunicorn-config-missing", word, message)];
}

/** What a command line sets to something else than the config file, whose line then has no effect. */
function overriding({ settings, catalog }: Judged): readonly Finding[] {
  return [...settings.values()].flatMap(({ setting, given, value, overridden }) => {
    if (overridden.length === 0) return [];
    const inFile = overridden.find(({ origin }) => origin === "file");
    const spec = catalog.settings.get(setting);
    const written = inFile?.evaluated.value;
    const before = spec && written && kept(spec, written, catalog);
    if (given === undefined || inFile === undefined || before === undefined || value === undefined) return [];
    if (pythonSource(before) === pythonSource(value) || setting === "config") return [];
    const message = l10n.t(
      '"{0}" is {1} here, which overrides {2} in {3}.',
      setting,
      pythonSource(value),
      pythonSource(before),
      inFile.path,
    );
    const related = [{ ...spanOf(inFile), path: inFile.path, message: l10n.t("Has no effect.") }];
    return [finding("gunicorn-overridden-in-command", { path: given.path, ...spanOf(given) }, message, { related })];
  });
}

function spanOf({ name, value }: Given): Span {
  return { start: name.start, end: value?.end ?? name.end };
}
