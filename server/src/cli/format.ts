import * as l10n from "@vscode/l10n";
import { type Command, exit } from "./command";
import { showProblem } from "./terminal";

/** `flask-stack format [PATH...]`: lays out nginx files; with `--check` only says which are not. */
export const format = (): Command => ({
  name: "format",
  operands: "[PATH...]",
  maxOperands: Number.POSITIVE_INFINITY,
  summary: l10n.t("Lays out Nginx files; only white space changes."),
  options: {
    check: { type: "boolean", help: l10n.t("Change nothing, and fail where something would change.") },
    indent: {
      type: "string",
      placeholder: "4|tab",
      help: l10n.t("One level of indentation: a number of blanks, or tab."),
    },
    "align-values": { type: "boolean", help: l10n.t("Put the values of map, types and the like in one column.") },
  },
  async run(args, terminal) {
    const indent = readIndent(args.text("indent"));
    if (indent === undefined) {
      terminal.err(l10n.t("--indent is a number of blanks from 1 to 16, or tab."));
      return exit.unusable;
    }
    const { formatPaths, showUnread } = await import("./paths");
    const options = { indent, ...(args.flag("align-values") ? { alignValues: true } : {}) };
    const result = await formatPaths(args.positionals, options, args.flag("check"));
    if (!result.ok) {
      showProblem(terminal, result.problem);
      return exit.unusable;
    }
    const { changed, broken, wide, unread } = result.value;
    for (const file of broken) {
      terminal.err(l10n.t("{0} has a syntax error and was left as it is: flask-stack check says where.", file));
    }
    for (const file of wide) {
      terminal.err(
        l10n.t(
          "{0} has NUL bytes, as UTF-16 has, and was left as it is: nginx cannot read it. Save it as UTF-8.",
          file,
        ),
      );
    }
    for (const file of changed) terminal.out(args.flag("check") ? l10n.t("{0} is not formatted.", file) : file);
    showUnread(terminal, unread);
    if (unread.length > 0) return exit.unusable;
    return broken.length > 0 || wide.length > 0 || (args.flag("check") && changed.length > 0) ? exit.failed : exit.fine;
  },
});

function readIndent(given: string | undefined): string | undefined {
  if (given === undefined) return "    ";
  if (given === "tab") return "\t";
  const count = Number(given);
  return Number.isInteger(count) && count >= 1 && count <= 16 ? " ".repeat(count) : undefined;
}
