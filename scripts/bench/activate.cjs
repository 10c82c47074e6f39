/**
 * Runs inside VS Code's extension host and times what VS Code counts as activation: loading the extension's code, and
 * calling `activate`. `Extension.activate()` would count the messages to the window, too. The milliseconds go to
 * $FLASK_STACK_RESULT.
 */
const { join } = require("node:path");
const { writeFileSync } = require("node:fs");
const vscode = require("vscode");

exports.run = async () => {
  const { extensionPath, extensionUri, packageJSON, isActive } =
    vscode.extensions.getExtension("flask-stack.flask-stack");
  if (isActive) throw new Error("The extension was active before it was asked to be");
  const memory = { get: (_key, fallback) => fallback, keys: () => [], update: async () => {} };
  const context = {
    subscriptions: [],
    extensionPath,
    extensionUri,
    extensionMode: vscode.ExtensionMode.Production,
    asAbsolutePath: (path) => join(extensionPath, path),
    workspaceState: memory,
    globalState: memory,
  };
  const started = performance.now();
  const { activate } = require(join(extensionPath, packageJSON.main));
  await activate(context);
  writeFileSync(process.env.FLASK_STACK_RESULT, JSON.stringify({ took: performance.now() - started }));
  for (const part of context.subscriptions) part.dispose();
};
