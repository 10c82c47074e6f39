import * as l10n from "@vscode/l10n";
import type { TakenDown } from "../engine/engine";
import { type Command, exit } from "./command";
import { stackOptions, stopped, terminalProgress, verboseOption, withEngine } from "./stackCommand";
import { showProblem } from "./terminal";

/** `flask-stack down [DIR]`: stops the stack and removes it; its data stays unless asked. */
export const down = (): Command => ({
  name: "down",
  operands: "[DIR]",
  maxOperands: 1,
  summary: l10n.t("Stops the stack and removes it; its data stays."),
  options: {
    ...stackOptions(),
    verbose: verboseOption(),
    volumes: { type: "boolean", help: l10n.t("Removes the data too: databases, uploads, the instance folder.") },
  },
  run: (args, terminal) =>
    withEngine(args, terminal, async (engine) => {
      const done = await engine.down(
        { volumes: args.flag("volumes") },
        terminalProgress(terminal, args),
        terminal.signal,
      );
      if (done.ok) {
        for (const line of whatBecame(done.value)) terminal.err(line);
        return exit.fine;
      }
      if (terminal.signal.aborted) return stopped(terminal);
      showProblem(terminal, done.problem);
      return exit.failed;
    }),
});

/** That it is down, and what became of its data. */
function whatBecame({ ran, kept, removed }: TakenDown): readonly string[] {
  return [
    ran ? l10n.t("The stack is down.") : l10n.t("Nothing of this stack was up."),
    ...(removed.length > 0 ? [l10n.t("Its data was removed, too: {0}.", removed.join(", "))] : []),
    ...(kept.length > 0
      ? [l10n.t("Its data is kept: {0} (flask-stack down --volumes removes it).", kept.join(", "))]
      : []),
  ];
}
