import * as vscode from "vscode";
import { makeParts } from "./makeParts";
import { type CommandId, engineSetting } from "./parts";
import { isServed, mayBeNginx } from "./served";
import { type StackTree, stackTree } from "./stack/tree";

/** What `activate` gives to other extensions, and to the tests. */
export interface Api {
  /** What the panel shows. */
  readonly tree: StackTree;
  /** The heavy parts that were loaded until now, in order. */
  readonly loaded: readonly string[];
}

/** So long a window has for what its user is waiting for, before it is looked whether there is a stack: milliseconds. */
const untilIdle = 3000;

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
  command("flaskStack.startWithProfiles", async (given) =>
    (await import("./stack/profiles")).startWithProfiles(parts, given),
  );
  command("flaskStack.stop", async (given) => (await import("./stack/actions")).actOnStack(parts, "stop", given));
  command("flaskStack.restart", async (given) => (await import("./stack/actions")).actOnStack(parts, "restart", given));
  command("flaskStack.rebuild", async (given) => (await import("./stack/actions")).actOnStack(parts, "rebuild", given));
  command("flaskStack.pull", async (given) => (await import("./stack/actions")).actOnStack(parts, "pull", given));
  command("flaskStack.down", async (given) => (await import("./stack/takeDown")).takeDown(parts, given));
  command("flaskStack.scale", async (given) => (await import("./stack/actions")).scale(parts, given));
  command("flaskStack.reload", async (given) => (await import("./stack/reload")).reloadStack(parts, given));
  command("flaskStack.service.start", async (given) =>
    (await import("./stack/actions")).actOnService(parts, "start", given),
  );
  command("flaskStack.service.stop", async (given) =>
    (await import("./stack/actions")).actOnService(parts, "stop", given),
  );
  command("flaskStack.service.restart", async (given) =>
    (await import("./stack/actions")).actOnService(parts, "restart", given),
  );
  command("flaskStack.service.rebuild", async (given) =>
    (await import("./stack/actions")).actOnService(parts, "rebuild", given),
  );
  command("flaskStack.service.pull", async (given) =>
    (await import("./stack/actions")).actOnService(parts, "pull", given),
  );
  command("flaskStack.service.down", async (given) => (await import("./stack/takeDown")).takeServiceDown(parts, given));
  command("flaskStack.service.reload", async (given) => (await import("./stack/reload")).reloadService(parts, given));
  command("flaskStack.service.logs", async (given) => (await import("./stack/logs")).showServiceLogs(parts, given));
  command("flaskStack.shell", async (given) => (await import("./stack/shell")).openShell(parts, given));
  command("flaskStack.browse", async (given) => (await import("./stack/browse")).browse(parts, given));
  command("flaskStack.inspect", async (given) => (await import("./stack/documents")).inspectContainer(parts, given));
  command("flaskStack.showText", async (given) => (await import("./stack/documents")).showText(parts, given));
  command("flaskStack.copyUrl", async (given) => (await import("./stack/actions")).copyUrl(given));
  command("flaskStack.prune", async (given) => (await import("./stack/prune")).prune(parts, given));
  command("flaskStack.logs", async (given) => (await import("./stack/logs")).showStackLogs(parts, given));
  command("flaskStack.open", async (given) => (await import("./stack/commands")).open(parts, given));
  command("flaskStack.testLocation", async () => (await import("./nginx/testLocation")).testLocation(parts));
  command("flaskStack.testNginx", async () => (await import("./nginx/test")).testNginx(parts));
  command("flaskStack.showGunicorn", async (given) => (await import("./gunicorn/show")).showGunicorn(parts, given));
  command("flaskStack.picture", async (given) => (await import("./picture/command")).showPicture(parts, tree, given));
  command("flaskStack.debug", async (given) => (await import("./debug/command")).debugInContainer(parts, given));
  command("flaskStack.refresh", () => {
    parts.forgetEngines();
    return tree.refresh();
  });

  const serve = (document: vscode.TextDocument) => {
    if (isServed(document)) void parts.startServer();
    if (mayBeNginx(document)) {
      void import("./nginx/recognize").then(({ recognizeNginx }) => recognizeNginx(parts, document));
    }
  };
  vscode.workspace.textDocuments.forEach(serve);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(serve),
    vscode.workspace.onDidSaveTextDocument(serve),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (document.languageId !== "nginx") return;
      void import("./nginx/test").then(({ testSaved }) => testSaved(parts, document));
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(engineSetting)) return;
      parts.forgetEngines();
      parts.changed.fire();
    }),
  );
  const idle = setTimeout(async () => {
    const { followWhereThereIsOne } = await import("./stack/idle");
    await followWhereThereIsOne(tree, context);
  }, untilIdle);
  context.subscriptions.push({ dispose: () => clearTimeout(idle) });
  return { tree, loaded };
}
