import * as vscode from "vscode";
import type { Parts } from "../parts";
import type { Node } from "./model";

/** How often the panel reads the engine while it can be seen, in milliseconds. */
const interval = 3000;

/** The panel. It only draws: what there is to draw is read by `read.ts` and shaped by `model.ts`. */
export interface StackTree extends vscode.TreeDataProvider<Node> {
  /** Reads the engine anew and draws it. */
  refresh(): Promise<void>;
}

/** Registers the panel. Nothing is read, and nothing of the engine loaded, before it is visible. */
export function stackTree(parts: Parts): StackTree {
  const drawn = new vscode.EventEmitter<undefined>();
  let nodes: Promise<readonly Node[]> | undefined;
  let shown = "";

  const read = async (): Promise<readonly Node[]> => {
    const { readStacks } = await import("./read");
    return readStacks(parts);
  };
  const tree: StackTree = {
    onDidChangeTreeData: drawn.event,
    getTreeItem: treeItem,
    async getChildren(node) {
      if (node !== undefined) return [...node.children];
      nodes ??= read();
      const roots = await nodes;
      shown = JSON.stringify(roots);
      return [...roots];
    },
    async refresh() {
      const now = read();
      // Drawn only where something is different: a redraw would lose the focus for nothing.
      if (JSON.stringify(await now) === shown) return;
      nodes = now;
      drawn.fire(undefined);
    },
  };

  const view = vscode.window.createTreeView("flaskStack.stack", { treeDataProvider: tree, showCollapseAll: false });
  const refreshIfVisible = whileNotBusy(async () => {
    if (view.visible) await tree.refresh();
  });
  let timer: NodeJS.Timeout | undefined;
  const watch = (visible: boolean) => {
    clearInterval(timer);
    timer = visible ? setInterval(refreshIfVisible, interval) : undefined;
    if (visible) refreshIfVisible();
  };
  watch(view.visible);
  parts.context.subscriptions.push(
    drawn,
    view,
    view.onDidChangeVisibility(({ visible }) => watch(visible)),
    parts.changed.event(refreshIfVisible),
    vscode.workspace.onDidChangeWorkspaceFolders(refreshIfVisible),
    vscode.workspace.onDidGrantWorkspaceTrust(refreshIfVisible),
    { dispose: () => clearInterval(timer) },
  );
  return tree;
}

/** One at a time: while the work runs, further calls are remembered as one more. */
function whileNotBusy(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    running = true;
    do {
      again = false;
      await work().catch(() => undefined);
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}

function treeItem(node: Node): vscode.TreeItem {
  const item = new vscode.TreeItem(
    node.label,
    node.children.length === 0
      ? vscode.TreeItemCollapsibleState.None
      : node.context.startsWith("stack.")
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.contextValue = node.context;
  item.iconPath = new vscode.ThemeIcon(
    node.icon,
    node.colour === undefined ? undefined : new vscode.ThemeColor(node.colour),
  );
  item.accessibilityInformation = { label: node.tooltip };
  if (node.url !== undefined) {
    item.command = { command: "flaskStack.open", title: vscode.l10n.t("Open in Browser"), arguments: [node] };
  }
  return item;
}
