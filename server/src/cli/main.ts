import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import * as l10n from "@vscode/l10n";
import { version } from "../../../package.json";
import { nearest } from "../languages/nginx/diagnostics/nearest";
import { chooseLanguage, isLanguage, speak } from "../spokenLanguage";
import { type Arguments, exit, type Option } from "./command";
import { commands } from "./commands";
import { commandHelp, generalHelp } from "./help";
import { commonOptions } from "./options";
import type { Terminal } from "./terminal";

/**
 * Runs one command line (without the program's own name) and resolves to the exit code.
 * Whatever goes wrong is one sentence on stderr.
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const wanted = wantedLanguage(argv);
  speak(chooseLanguage(wanted, process.env));
  if (wanted !== undefined && !isLanguage(wanted)) {
    terminal.err(l10n.t("--{0} is one of {1}, not '{2}'.", "lang", "en, ko", wanted));
    return exit.unusable;
  }
  const [name, ...rest] = commandFirst(argv);
  if (name === undefined) {
    terminal.err(generalHelp(Object.values(commands).map((make) => make())));
    return exit.unusable;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    terminal.out(generalHelp(Object.values(commands).map((make) => make())));
    return exit.fine;
  }
  if (name === "--version" || name === "-v") {
    terminal.out(version);
    return exit.fine;
  }
  const command = Object.hasOwn(commands, name) ? commands[name]?.() : undefined;
  if (command === undefined) {
    const known = Object.keys(commands);
    const near = (Object.hasOwn(otherNames, name) ? otherNames[name] : undefined) ?? nearest(name, known);
    terminal.err(
      near === undefined
        ? l10n.t("There is no command '{0}': use one of {1}, or --help.", name, known.join(", "))
        : l10n.t("There is no command '{0}': did you mean {1}? (--help lists them all.)", name, near),
    );
    return exit.unusable;
  }
  const options = { ...command.options, ...commonOptions() };
  const args = readArguments(rest, options);
  if (typeof args === "string") {
    terminal.err(l10n.t("{0} (flask-stack {1} --help shows what it takes.)", args, name));
    return exit.unusable;
  }
  if (args.flag("help")) {
    terminal.out(commandHelp(command, options));
    return exit.fine;
  }
  if (args.positionals.length > command.maxOperands) {
    const extra = args.positionals[command.maxOperands] ?? "";
    terminal.err(l10n.t("'{0}' is one argument too many. (flask-stack {1} --help shows what it takes.)", extra, name));
    return exit.unusable;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    // Whatever a command did not foresee still ends in a sentence.
    if (!terminal.signal.aborted) {
      terminal.err(l10n.t("flask-stack {0} failed: {1}", name, error instanceof Error ? error.message : String(error)));
      if (process.env.FLASK_STACK_DEBUG && error instanceof Error) terminal.err(error.stack ?? "");
    }
    return exit.failed;
  }
}

/** What docker compose, and others, call what is meant. */
const otherNames: Readonly<Record<string, string>> = {
  ps: "status",
  ls: "status",
  stop: "down",
  rm: "down",
  start: "up",
  restart: "up",
  run: "up",
  build: "up",
};

/** `--lang` has to be known before the texts of the options are made, so it is looked for before they are parsed. */
function wantedLanguage(argv: readonly string[]): string | undefined {
  // Behind `--` there are paths alone.
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  const at = options.findIndex((argument) => argument === "--lang" || argument.startsWith("--lang="));
  const found = at < 0 ? undefined : options[at];
  if (found !== "--lang") return found?.slice("--lang=".length);
  const value = options[at + 1];
  // Another option is no value: that it lacks one is said where the options are read.
  return value?.startsWith("-") ? undefined : value;
}

/** `--lang` may stand before the command, too: it is the one option that is for all of them. */
function commandFirst(argv: readonly string[]): readonly string[] {
  const [first = ""] = argv;
  const count = first === "--lang" ? 2 : first.startsWith("--lang=") ? 1 : 0;
  const command = argv[count];
  return count === 0 || command === undefined ? argv : [command, ...argv.slice(0, count), ...argv.slice(count + 1)];
}

/** The parsed arguments, or the sentence that says what is wrong with them. */
function readArguments(argv: readonly string[], options: Readonly<Record<string, Option>>): Arguments | string {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: { ...options }, allowPositionals: true });
    const all = (name: string) => {
      const value = values[name];
      return value === undefined ? [] : Array.isArray(value) ? value : [value];
    };
    const texts = (name: string) => all(name).filter((value) => typeof value === "string");
    return {
      positionals,
      text: (name) => texts(name).at(-1),
      texts,
      flag: (name) => all(name).at(-1) === true,
    };
  } catch (error) {
    const path = argv.find((argument) => argument.startsWith("-") && existsSync(argument));
    return path === undefined
      ? usageProblem(error, options)
      : l10n.t("{0} begins with a dash and is taken for an option: write ./{0}.", path);
  }
}

function usageProblem(error: unknown, options: Readonly<Record<string, Option>>): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  // Node quotes it as it is declared: '-p, --port <value>'.
  const quoted = error instanceof Error ? /'([^']*)'/.exec(error.message)?.[1] : undefined;
  const about = quoted?.replace(/ <value>$/, "") ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const near = about.startsWith("--") ? nearest(about.slice(2), Object.keys(options)) : undefined;
    return near === undefined
      ? l10n.t("There is no option '{0}'.", about)
      : l10n.t("There is no option '{0}': did you mean {1}?", about, `--${near}`);
  }
  const name = /--([\w-]+)/.exec(about)?.[1] ?? "";
  return options[name]?.type === "string"
    ? l10n.t("Option '{0}' needs a value, after = where that begins with a dash.", about)
    : l10n.t("Option '{0}' takes no value.", about);
}
