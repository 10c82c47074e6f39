import * as l10n from "@vscode/l10n";
import { type Command, exit } from "./command";
import { choice, releaseOption } from "./options";
import { showProblem } from "./terminal";

/** `flask-stack check [PATH...]`: every diagnostic of every file; exit 1 where one is an error, 2 where one cannot be read. */
export const check = (): Command => ({
  name: "check",
  operands: "[PATH...]",
  maxOperands: Number.POSITIVE_INFINITY,
  summary: l10n.t("Says what is wrong with the configuration."),
  options: {
    format: {
      type: "string",
      placeholder: "text|json|sarif",
      help: l10n.t("How to print the result; text unless told."),
    },
    "nginx-version": {
      type: "string",
      placeholder: "1.26.3",
      help: l10n.t("The nginx release that will read the configuration."),
    },
  },
  async run(args, terminal) {
    const format = choice(args, "format", ["text", "json", "sarif"]);
    if (!format.ok) {
      showProblem(terminal, format.problem);
      return exit.unusable;
    }
    const version = releaseOption(args, "nginx-version");
    if (!version.ok) {
      showProblem(terminal, version.problem);
      return exit.unusable;
    }
    const { checkPaths } = await import("./paths");
    const result = await checkPaths(args.positionals, version.value === undefined ? {} : { version: version.value });
    if (!result.ok) {
      showProblem(terminal, result.problem);
      return exit.unusable;
    }
    const { findings, files, unread } = result.value;
    const { asJson, asSarif, asText, showUnread } = await import("./paths");
    const shown = { text: asText, json: asJson, sarif: asSarif }[format.value](findings, files);
    if (shown !== "") terminal.out(shown);
    showUnread(terminal, unread);
    if (unread.length > 0) return exit.unusable;
    return findings.some(({ severity }) => severity === "error") ? exit.failed : exit.fine;
  },
});
