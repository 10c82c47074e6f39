import * as vscode from "vscode";
import type { Debugging } from "../../../server/src/engine/engine";
import { fail, type Result } from "../../../server/src/result";
import type { Parts } from "../parts";
import { stackFor, withContainers } from "../stack/actions";
import { stackName } from "../stack/folders";
import { done, left, type Outcome, outcomeOf } from "../stack/outcome";
import { runOnStack } from "../stack/run";

/** The type of debugger that speaks with debugpy, and the extension that brings it. */
const type = "debugpy";
const extension = "ms-python.debugpy";
/** A session that is restarted ends, and another begins: milliseconds until it is known that none does. */
const restarting = 2000;

/** What is debugged in this window, by the folder's URI. */
const debugged = new Map<string, Watched>();

/**
 * **Flask: Debug in Container**: has the web service run under debugpy with the sources mounted, and attaches the Python
 * debugger. When that ends, the service runs as before.
 */
export async function debugInContainer(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is to be debugged?"));
  if (folder === undefined) return left;
  if (!hasDebugger()) return offerDebugger();
  // One that is about to end would take the service from the next.
  await debugged.get(folder.toString())?.finish();
  const storage = vscode.Uri.joinPath(parts.context.storageUri ?? parts.context.globalStorageUri, "debug").fsPath;
  const title = vscode.l10n.t("Starting the app under the debugger");
  const started = await runOnStack(parts, folder, title, (engine, progress, signal) =>
    withContainers(engine, (containers) => containers.debug(storage, progress, signal)),
  );
  if (!started.ok) return outcomeOf(parts, started);
  const name = vscode.l10n.t("{0} in its container", stackName(folder));
  const watched = endWithSession(name, async () => {
    await end(parts, folder, started.value);
    if (debugged.get(folder.toString()) === watched) debugged.delete(folder.toString());
  });
  debugged.set(folder.toString(), watched);
  const attached = await vscode.debug.startDebugging(
    vscode.workspace.getWorkspaceFolder(folder),
    configurationOf(name, started.value),
  );
  if (attached) return done;
  await watched.finish();
  return outcomeOf(
    parts,
    fail("debug-not-attached", vscode.l10n.t("The Python debugger did not attach: the service runs without it again.")),
  );
}

/** What the Python debugger is told. */
export const configurationOf = (name: string, { port, mappings }: Debugging): vscode.DebugConfiguration => ({
  type,
  request: "attach",
  name,
  connect: { host: "127.0.0.1", port },
  pathMappings: mappings.map(({ local, remote }) => ({ localRoot: local, remoteRoot: remote })),
  jinja: true,
  justMyCode: true,
});

interface Watched {
  /** Ends the session where it has not, and resolves once the service runs as before. */
  finish(): Promise<void>;
}

/** Ends what was started for a session once the one of this name has ended, and no other of that name has begun. */
function endWithSession(name: string, end: () => Promise<void>): Watched {
  let timer: NodeJS.Timeout | undefined;
  let session: vscode.DebugSession | undefined;
  let ended: Promise<void> | undefined;
  const finish = () => {
    clearTimeout(timer);
    listening.dispose();
    ended ??= Promise.resolve(session && vscode.debug.stopDebugging(session)).then(end);
    return ended;
  };
  const listening = vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((started) => {
      if (started.name !== name) return;
      clearTimeout(timer);
      session = started;
    }),
    vscode.debug.onDidTerminateDebugSession((terminated) => {
      if (terminated.name !== name) return;
      session = undefined;
      timer = setTimeout(() => void finish(), restarting);
    }),
  );
  return { finish };
}

async function end(parts: Parts, folder: vscode.Uri, debugging: Debugging): Promise<void> {
  const title = vscode.l10n.t("Starting the app without the debugger");
  const ended: Result<void> = await runOnStack(parts, folder, title, (_engine, progress, signal) =>
    debugging.end(progress, signal),
  );
  outcomeOf(parts, ended);
}

const hasDebugger = (): boolean =>
  vscode.extensions.all.some(({ packageJSON }) => {
    const debuggers: unknown = packageJSON?.contributes?.debuggers;
    return Array.isArray(debuggers) && debuggers.some((one) => one?.type === type);
  });

/** Says that the debugger of Python is missing, and offers to install it. */
function offerDebugger(): Outcome {
  const message = vscode.l10n.t("Debugging needs the extension Python Debugger, which is not installed here.");
  const install = vscode.l10n.t("Install");
  void vscode.window.showErrorMessage(message, install).then((pressed) => {
    if (pressed === install) void vscode.commands.executeCommand("workbench.extensions.installExtension", extension);
  });
  return { result: "failed", message };
}
