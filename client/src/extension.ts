import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Engine } from "../../server/src/engine/engine";
import type { Result } from "../../server/src/result";
import { type CommandId, engineSetting, type Parts } from "./parts";
import { type StackTree, stackTree } from "./stack/tree";

/** What `activate` gives to other extensions, and to the tests. */
export interface Api {
  /** What the panel shows. */
  readonly tree: StackTree;
  /** The heavy parts that were loaded until now, in order. */
  readonly loaded: readonly string[];
}

/**
 * Wires the commands and the panel. It has to be fast: the language client, the engines and the screens are imported
 * by the first command or view that needs them (a test follows the imports and keeps it so).
 */
export function activate(context: vscode.ExtensionContext): Api {
  const loaded: string[] = [];
  const parts = makeParts(context, loaded);
  const tree = stackTree(parts);

  const command = (id: CommandId, run: (...args: unknown[]) => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(id, run));

  command("flaskStack.containerize", async (given) =>
    (await import("./containerize/command")).containerizeCommand(parts, given),
  );
  command("flaskStack.backToPlan", async () => (await import("./containerize/preview")).backToPlan());
  command("flaskStack.start", async (given) => (await import("./stack/commands")).start(parts, given));
  command("flaskStack.stop", async (given) => (await import("./stack/commands")).stop(parts, given));
  command("flaskStack.logs", async (given) => (await import("./stack/logs")).showLogs(parts, given));
  command("flaskStack.open", async (given) => (await import("./stack/commands")).open(parts, given));
  command("flaskStack.refresh", () => {
    parts.forgetEngines();
    return tree.refresh();
  });

  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(engineSetting)) return;
      parts.forgetEngines();
      parts.changed.fire();
    }),
  );
  return { tree, loaded };
}

function makeParts(context: vscode.ExtensionContext, loaded: string[]): Parts {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(changed);
  let output: vscode.LogOutputChannel | undefined;
  let client: Promise<LanguageClient> | undefined;
  const engines = new Map<string, Promise<Result<Engine>>>();

  const startClient = async () => {
    loaded.push("languageClient");
    const { startLanguageClient } = await import("./languageClient");
    return startLanguageClient(context);
  };
  const startEngine = async (folder: vscode.Uri, signal: AbortSignal) => {
    if (!loaded.includes("engine")) loaded.push("engine");
    const { openEngine } = await import("./stack/engine");
    return openEngine(folder, signal);
  };

  return {
    context,
    changed,
    output() {
      if (output === undefined) {
        output = vscode.window.createOutputChannel("Flask Stack", { log: true });
        context.subscriptions.push(output);
      }
      return output;
    },
    async ask(method, params, token) {
      client ??= startClient();
      try {
        const connected = await client;
        // An undefined token would be sent along as a second parameter.
        return await (token === undefined
          ? connected.sendRequest(method, params)
          : connected.sendRequest(method, params, token));
      } catch (error) {
        // A server that did not start is tried again by the next request.
        await client.catch(() => {
          client = undefined;
        });
        throw error;
      }
    },
    async engine(folder, signal) {
      const key = folder.toString();
      const chosen = engines.get(key) ?? startEngine(folder, signal);
      engines.set(key, chosen);
      const result = await chosen.catch((error) => {
        engines.delete(key);
        throw error;
      });
      // One that is missing now may be there in a moment.
      if (!result.ok) engines.delete(key);
      return result;
    },
    forgetEngines: () => engines.clear(),
  };
}
