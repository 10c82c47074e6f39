import { join } from "node:path";
import { root } from "../../scripts/lib/paths.mjs";
import { codeServer } from "../../scripts/setup/code-server.mjs";

/**
 * What `runTests` takes to know its VS Code: the desktop one where it can have a window, else code-server through the
 * shim. FLASK_STACK_VSCODE=desktop or =code-server decides otherwise. Without a path, `runTests` downloads the desktop
 * program; on Linux that one needs a display.
 */
export async function executable() {
  const windowed = process.platform !== "linux" || process.env.DISPLAY ? "desktop" : "code-server";
  if ((process.env.FLASK_STACK_VSCODE ?? windowed) === "desktop") {
    return {};
  }
  await codeServer();
  return { vscodeExecutablePath: join(root, "test/vscode/shim.mjs") };
}
