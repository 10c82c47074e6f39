import * as l10n from "@vscode/l10n";
import type { Engine, Progress } from "../engine/engine";
import { stackUrls } from "../engine/urls";
import { type Arguments, type Command, exit } from "./command";
import { choice, formatOption, portArgument, portOption } from "./options";
import { stackOptions, stopped, terminalProgress, verboseOption, withEngine } from "./stackCommand";
import { take } from "./take";
import { showProblem, type Terminal } from "./terminal";

/** `flask-stack up [DIR]`: builds and starts the stack; progress on stderr, the URLs on stdout. */
export const up = (): Command => ({
  name: "up",
  operands: "[DIR]",
  maxOperands: 1,
  summary: l10n.t("Builds and starts the stack, and waits until it is healthy."),
  options: { ...stackOptions(), port: portOption(), format: formatOption(), verbose: verboseOption() },
  async run(args, terminal) {
    const taken = take(terminal, { format: choice(args, "format", ["text", "json"]), port: portArgument(args) });
    if (taken === undefined) return exit.unusable;
    return withEngine(args, terminal, async (engine) => {
      const options = taken.port === undefined ? {} : { port: taken.port };
      const started = await engine.up(options, described(engine, terminal, args), terminal.signal);
      if (!started.ok) {
        if (terminal.signal.aborted) {
          const code = stopped(terminal);
          if (await isLeft(engine))
            terminal.err(l10n.t("What was started is still there until the stack is taken down."));
          return code;
        }
        showProblem(terminal, started.problem);
        if (started.problem.code === "port-busy") terminal.err(l10n.t("--port chooses another one for this run."));
        if (cutShort.has(started.problem.code) && !args.flag("verbose")) {
          terminal.err(l10n.t("--verbose shows every line that it wrote."));
        }
        return exit.failed;
      }
      if (taken.format === "json") {
        terminal.out(JSON.stringify(started.value, undefined, 2));
        return exit.fine;
      }
      terminal.err(l10n.t("The stack is up:"));
      for (const url of stackUrls(started.value).map((one) => one.url)) terminal.out(url);
      return exit.fine;
    });
  },
});

/** Whether something of the stack is there, for who has stopped the start of it. */
async function isLeft(engine: Engine): Promise<boolean> {
  const status = await engine.status(AbortSignal.timeout(5_000));
  return status.ok && status.value.services.some(({ containers }) => containers.length > 0);
}

/** Says which engine it is before the first step: not of a stack that is never begun. */
function described({ description }: Engine, terminal: Terminal, args: Arguments): Progress {
  const { step, output } = terminalProgress(terminal, args);
  let said = false;
  return {
    step(message) {
      if (!said) terminal.err(description);
      said = true;
      step(message);
    },
    output,
  };
}

/** Problems that show the last lines of what a program wrote, which may have been many. */
const cutShort: ReadonlySet<string> = new Set(["build-failed", "install-failed"]);
