import * as vscode from "vscode";
import { composeSources } from "../../../server/src/engine/docker/composeSources";
import { projectFiles } from "../../../server/src/engine/docker/projectFiles";
import { readDotenv } from "../../../server/src/engine/host/environment";
import { apartOf } from "./apart";

/** The files that the stacks are read from, wherever they are and whatever they are called. */
export interface SourceWatch extends vscode.Disposable {
  /** Watches what these stacks are read from by now. */
  follow(stacks: readonly vscode.Uri[]): void;
  /** Whether a file of the workspace is one of them. */
  has(uri: vscode.Uri): boolean;
}

/** @param changed is called when a file outside of the workspace is another; in it, whoever hears of all files asks `has` */
export function watchSources(changed: () => void): SourceWatch {
  let inside: ReadonlySet<string> = new Set();
  const outside = new Map<string, vscode.Disposable>();

  const watch = (path: string): vscode.Disposable => {
    const folder = vscode.Uri.joinPath(vscode.Uri.file(path), "..");
    const name = path.slice(folder.fsPath.length).replace(/^[\\/]/, "");
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, escaped(name)));
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    );
  };
  return {
    follow(stacks) {
      const all = new Set(stacks.flatMap(sourcesOf));
      const isInside = (path: string) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) !== undefined;
      inside = new Set([...all].filter(isInside));
      for (const [path, watcher] of outside) {
        if (all.has(path) && !inside.has(path)) continue;
        watcher.dispose();
        outside.delete(path);
      }
      for (const path of all) if (!inside.has(path) && !outside.has(path)) outside.set(path, watch(path));
    },
    has: ({ fsPath }) => inside.has(fsPath),
    dispose() {
      for (const watcher of outside.values()) watcher.dispose();
    },
  };
}

function sourcesOf(stack: vscode.Uri): readonly string[] {
  const root = stack.fsPath;
  const own = apartOf(stack)?.files ?? projectFiles(root, process.env);
  const values = Object.entries({ ...readDotenv(root), ...process.env });
  const known = values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const { files, variables } = composeSources(root, own, new Map(known));
  return [...files, ...variables];
}

/** A name as a pattern that means itself. */
const escaped = (name: string): string => name.replace(/[*?[\]{}]/g, "[$&]");
