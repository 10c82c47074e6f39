import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";
import { type Arguments, type Command, exit } from "./command";
import { stackOptions, withEngine } from "./stackCommand";
import { take } from "./take";
import { showProblem } from "./terminal";

/** `flask-stack logs [DIR]`: what the services wrote; `--follow` until it is told to stop. */
export const logs = (): Command => ({
  name: "logs",
  operands: "[DIR]",
  maxOperands: 1,
  summary: l10n.t("Prints what the services wrote."),
  options: {
    ...stackOptions(),
    follow: { type: "boolean", short: "f", help: l10n.t("Goes on until you stop it.") },
    tail: { type: "string", short: "n", placeholder: "N", help: l10n.t("Only the last N lines of each service.") },
    service: { type: "string", placeholder: "NAME", help: l10n.t("Only this service: nginx, web, ...") },
  },
  async run(args, terminal) {
    const taken = take(terminal, { tail: tailArgument(args) });
    if (taken === undefined) return exit.unusable;
    const service = args.text("service");
    return withEngine(args, terminal, async (engine) => {
      const shown = await engine.logs(
        {
          follow: args.flag("follow"),
          ...(service === undefined ? {} : { service }),
          ...(taken.tail === undefined ? {} : { tail: taken.tail }),
        },
        (line) => terminal.out(line),
        terminal.signal,
      );
      if (shown.ok || terminal.signal.aborted) return exit.fine;
      showProblem(terminal, shown.problem);
      return exit.failed;
    });
  },
});

function tailArgument(args: Arguments): Result<number | undefined> {
  const text = args.text("tail");
  if (text === undefined) return ok(undefined);
  return /^\d{1,9}$/.test(text)
    ? ok(Number(text))
    : fail("usage", l10n.t("--tail takes a number of lines, not '{0}'.", text));
}
