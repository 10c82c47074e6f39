import * as l10n from "@vscode/l10n";
import type { Engine, Progress } from "../engine/engine";
import { type Arguments, exit, type Option } from "./command";
import { folderArgument } from "./folder";
import { choice, engineOption } from "./options";
import { take } from "./take";
import { showProblem, type Terminal } from "./terminal";

/** The options of every command that talks to an engine. */
export const stackOptions = (): Record<string, Option> => ({ engine: engineOption() });

/** Of the commands whose programs write much. */
export const verboseOption = (): Option => ({
  type: "boolean",
  help: l10n.t("Shows all that the programs write."),
});

/** Chooses the engine of the command's folder, and hands it to the work; resolves to the exit code. */
export async function withEngine(
  args: Arguments,
  terminal: Terminal,
  work: (engine: Engine, folder: string) => Promise<number>,
): Promise<number> {
  const taken = take(terminal, {
    engine: choice(args, "engine", ["auto", "docker", "host"]),
    folder: folderArgument(args),
  });
  if (taken === undefined) return exit.unusable;
  const { chooseEngine } = await import("../engine/chooseEngine");
  const engine = await chooseEngine(taken.folder, { engine: taken.engine, signal: terminal.signal });
  if (!engine.ok) {
    showProblem(terminal, engine.problem);
    return exit.failed;
  }
  return work(engine.value, taken.folder);
}

/** Progress on stderr: the steps, and with `--verbose` the programs' own lines below them. */
export const terminalProgress = (terminal: Terminal, args: Arguments): Progress => ({
  step: (message) => terminal.err(message),
  output: (line) => (args.flag("verbose") ? terminal.err(`  ${line}`) : undefined),
});

/** What a command prints where it was told to stop. */
export function stopped(terminal: Terminal): number {
  terminal.err(l10n.t("Stopped before it was done."));
  return exit.failed;
}
