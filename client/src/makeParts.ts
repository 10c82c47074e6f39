import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Engine } from "../../server/src/engine/engine";
import type { Result } from "../../server/src/result";
import type { Parts } from "./parts";

/**
 * Makes the parts; each loads what is heavy in it when it is first asked.
 * @param loaded is told of each heavy part that is loaded
 */
export function makeParts(context: vscode.ExtensionContext, loaded: string[]): Parts {
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
  const connect = async () => {
    client ??= startClient();
    try {
      return await client;
    } catch (error) {
      // The next who asks tries again.
      client = undefined;
      throw error;
    }
  };
  const startEngine = async (folder: vscode.Uri, signal: AbortSignal) => {
    if (!loaded.includes("engine")) loaded.push("engine");
    const { openEngine } = await import("./stack/engine");
    return openEngine(folder, signal);
  };

  const parts: Parts = {
    context,
    changed,
    output() {
      if (output === undefined) {
        output = vscode.window.createOutputChannel("Flask Stack", { log: true });
        context.subscriptions.push(output);
      }
      return output;
    },
    startServer: () =>
      connect().catch((error) =>
        parts.output().error(vscode.l10n.t("The language server does not start: {0}", String(error))),
      ),
    async ask(method, params, token) {
      const connected = await connect();
      // An undefined token would be sent along as a second parameter.
      return token === undefined ? connected.sendRequest(method, params) : connected.sendRequest(method, params, token);
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
    glance: async (folder, signal) => (await import("./stack/engine")).glanceAt(folder, signal),
    forgetEngines: () => engines.clear(),
  };
  return parts;
}
