import * as l10n from "@vscode/l10n";
import { columns } from "./columns";
import type { Command, Option } from "./command";

const optionSyntax = (name: string, option: Option): string =>
  `${option.short ? `-${option.short}, ` : ""}--${name}${option.placeholder ? ` ${option.placeholder}` : ""}`;

/** What `flask-stack --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  return [
    l10n.t("flask-stack: takes a Flask project to Nginx, Gunicorn and Docker, and runs it there."),
    "",
    `${l10n.t("Usage")}: flask-stack COMMAND [DIR] [--help]`,
    "",
    ...columns(commands.map((command) => [`  ${command.name} ${command.operands}`, command.summary])),
    "",
    ...columns([
      ["  -v, --version", l10n.t("Show the version.")],
      ["  --lang en|ko", l10n.t("The language of messages.")],
    ]),
    "",
    l10n.t("DIR is the project's folder; the current folder unless told."),
    l10n.t("{0} lists what a command can be told.", "flask-stack COMMAND --help"),
  ].join("\n");
}

/** What `flask-stack COMMAND --help` prints. */
export function commandHelp(command: Command, options: Readonly<Record<string, Option>>): string {
  return [
    command.summary,
    "",
    `${l10n.t("Usage")}: ${`flask-stack ${command.name} ${command.operands}`.trim()}`,
    "",
    ...columns(Object.entries(options).map(([name, option]) => [`  ${optionSyntax(name, option)}`, option.help])),
  ].join("\n");
}
