import * as l10n from "@vscode/l10n";
import { type Command, exit } from "./command";

/** `flask-stack lsp --stdio`: the language server, for any editor that speaks the protocol. */
export const lsp = (): Command => ({
  name: "lsp",
  operands: "",
  maxOperands: 0,
  summary: l10n.t("Runs the language server, for any editor."),
  options: {
    stdio: { type: "boolean", help: l10n.t("Talks over standard input and output.") },
    // Editors pass it so that a server can watch them; the connection does that itself.
    clientProcessId: { type: "string", placeholder: "PID", help: l10n.t("Ends with this process.") },
  },
  async run(args, terminal) {
    if (!args.flag("stdio")) {
      terminal.err(l10n.t("The language server talks over standard input and output: add --stdio."));
      return exit.unusable;
    }
    const { serve } = await import("../connection/serve");
    // It reads --stdio and --clientProcessId from this process's own command line.
    const connection = serve();
    // The connection ends the process on `exit`, and when the editor goes away.
    return new Promise<number>((done) => {
      connection.onExit(() => done(exit.fine));
      terminal.signal.addEventListener("abort", () => process.exit(exit.fine));
    });
  },
});
