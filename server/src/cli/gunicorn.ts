import * as l10n from "@vscode/l10n";
import type { GunicornReport, ReportedSetting } from "../project/gunicornReport";
import { columns } from "./columns";
import { type Command, exit } from "./command";
import { folderArgument } from "./folder";
import { choice, formatOption } from "./options";
import { take } from "./take";

/** `flask-stack gunicorn [DIR]`: every setting of every Gunicorn of a folder, its value and where it comes from. */
export const gunicornCommand = (): Command => ({
  name: "gunicorn",
  operands: "[DIR]",
  maxOperands: 1,
  summary: l10n.t("Says which Gunicorn settings are in effect, and where they come from."),
  options: { format: formatOption() },
  async run(args, terminal) {
    const taken = take(terminal, { format: choice(args, "format", ["text", "json"]), folder: folderArgument(args) });
    if (taken === undefined) return exit.unusable;
    const { reportFolder } = await import("./gunicornFolder");
    const gunicorns = reportFolder(taken.folder);
    terminal.out(taken.format === "json" ? JSON.stringify({ gunicorns }, undefined, 2) : describe(gunicorns));
    return exit.fine;
  },
});

function describe(gunicorns: readonly GunicornReport[]): string {
  if (gunicorns.length === 0) return l10n.t("No Gunicorn is started or configured here.");
  return gunicorns.map(describeOne).join("\n\n");
}

/** What is set somewhere comes first; the rest is as Gunicorn has it. */
function describeOne(gunicorn: GunicornReport): string {
  const { settings, version, versionSource, target, workerClass } = gunicorn;
  const set = settings.filter(({ origin }) => origin !== "default");
  const unset = settings.filter(({ origin }) => origin === "default");
  const release =
    versionSource === null ? l10n.t("{0} (default)", version) : l10n.t("{0} (from {1})", version, versionSource);
  const facts: [string, string][] = [
    ["Gunicorn", release],
    [l10n.t("App"), target ?? none],
    [l10n.t("Config file"), gunicorn.config ?? none],
    [l10n.t("Worker class"), workerClass ?? none],
  ];
  return [
    title(gunicorn),
    ...columns(facts).map((line) => `  ${line}`),
    "",
    ...columns([...set, ...unset].map(row)).map((line) => `  ${line}`),
  ].join("\n");
}

const none = "-";

function title({ file, line, service, config }: GunicornReport): string {
  const at = file === null ? (config ?? none) : `${file}:${line}`;
  return service === null ? at : `${at} (${service})`;
}

/** In place of a value that cannot be known from the files. */
function whyUnknown({ unknown, variables }: ReportedSetting): string {
  switch (unknown) {
    case "environment":
      return l10n.t("depends on the environment: {0}", variables.join(", "));
    case "machine":
      return l10n.t("depends on the machine");
    case "own-function":
      return l10n.t("Gunicorn's own function");
    default:
      return l10n.t("known only when it runs");
  }
}

function row(setting: ReportedSetting): string[] {
  const { name, text, origin, overrides } = setting;
  const value = text === null ? `(${whyUnknown(setting)})` : text.replace(/\r?\n/g, "\\n");
  const from = origin === "default" ? l10n.t("default") : `${setting.file}:${setting.line}`;
  const instead = overrides.map(({ file, line }) => `${file}:${line}`).join(", ");
  return [name, value, instead === "" ? from : l10n.t("{0}, overrides {1}", from, instead)];
}
