/** Runs inside VS Code's extension host: times the activation, and writes the milliseconds to $FLASK_STACK_RESULT. */
const { writeFileSync } = require("node:fs");
const vscode = require("vscode");

exports.run = async () => {
  const extension = vscode.extensions.getExtension("flask-stack.flask-stack");
  if (extension.isActive) throw new Error("The extension was active before it was asked to be");
  const started = performance.now();
  await extension.activate();
  writeFileSync(process.env.FLASK_STACK_RESULT, JSON.stringify({ took: performance.now() - started }));
};
