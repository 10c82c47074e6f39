/** What `npm start` takes. Read before anything is installed, so Node built-ins only, and the texts by way of `l10n`. */
import { statSync } from "node:fs";
import { resolve } from "node:path";

/** `{ folder }` (undefined for the example), or `{ text, code }` to be printed instead of a run. */
export function readArguments(words, l10n) {
  const help = [
    l10n.t("Usage: npm start [-- DIR]"),
    "",
    l10n.t(
      "Writes what a Flask project needs for Nginx, Gunicorn and Docker, starts it, and sends a request through it.",
    ),
    l10n.t("DIR is the project's folder; without one, a copy of docs/example is used that is removed afterwards."),
    l10n.t("Ctrl-C takes the stack down. HTTP_PORT chooses its port."),
  ].join("\n");
  if (words.some((word) => word === "--help" || word === "-h")) return { text: help, code: 0 };
  const option = words.find((word) => word.startsWith("-"));
  if (option !== undefined) return { text: `${l10n.t("There is no option '{0}'.", option)}\n\n${help}`, code: 2 };
  if (words.length > 1) return { text: `${l10n.t("'{0}' is one argument too many.", words[1])}\n\n${help}`, code: 2 };
  const [given] = words;
  if (given === undefined) return { folder: undefined };
  // npm runs scripts in the checkout: a relative DIR is meant from where the person is.
  const folder = resolve(process.env.INIT_CWD ?? ".", given);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return { text: l10n.t("There is no folder {0}: check the path.", folder), code: 2 };
  return found.isDirectory()
    ? { folder }
    : { text: l10n.t("{0} is a file: name the folder that the project is in.", folder), code: 2 };
}
