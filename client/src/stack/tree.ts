import * as vscode from "vscode";
import type { Parts } from "../parts";
import type { Live } from "./live";
import type { Node } from "./model/node";
import { redraws } from "./redraws";

/** The panel. It only draws: what there is to draw is followed by `live.ts` and shaped by `model.ts`. */
export interface StackTree extends vscode.TreeDataProvider<Node> {
  /** Asks the engines anew and draws what they say. */
  refresh(): Promise<void>;
  /** What is followed; loaded by the first who asks. */
  live(): Promise<Live>;
}

/** Registers the panel. Nothing is read, and nothing of the engine loaded, before it is visible. */
export function stackTree(parts: Parts): StackTree {
  const drawn = new vscode.EventEmitter<Node | Node[] | undefined>();
  const redraw = redraws((nodes) => drawn.fire(nodes));
  /** VS Code knows a node by the object that it was first given for it; how it is now is asked of `live`. */
  const elements = new Map<string, Node>();
  let live: Promise<Live> | undefined;
  let loaded: Live | undefined;

  const element = (node: Node): Node => {
    const known = elements.get(node.id);
    if (known !== undefined) return known;
    elements.set(node.id, node);
    return node;
  };
  const load = async (): Promise<Live> => {
    const [{ startLive }, { showInStatusBar }] = await Promise.all([import("./live"), import("./statusBar")]);
    const started = await startLive(parts);
    loaded = started;
    started.changed((nodes) => {
      for (const id of elements.keys()) if (started.node(id) === undefined) elements.delete(id);
      redraw.tell(nodes?.map(element));
    });
    started.attend("panel", view.visible);
    parts.context.subscriptions.push(started, showInStatusBar(started));
    return started;
  };
  const tree: StackTree = {
    onDidChangeTreeData: drawn.event,
    getTreeItem: (node) => treeItem(loaded?.node(node.id) ?? node),
    async getChildren(node) {
      const following = await tree.live();
      // VS Code shows that it waits: it takes a moment to know which welcome text is the right one.
      if (node === undefined && following.roots().length === 0) await following.looked;
      redraw.asked();
      const children = node === undefined ? following.roots() : (following.node(node.id)?.children ?? []);
      return children.map(element);
    },
    async refresh() {
      await (await tree.live()).refresh();
    },
    live() {
      live ??= load().catch((error) => {
        live = undefined;
        throw error;
      });
      return live;
    },
  };

  const view = vscode.window.createTreeView("flaskStack.stack", { treeDataProvider: tree, showCollapseAll: true });
  parts.context.subscriptions.push(
    drawn,
    view,
    { dispose: redraw.stop },
    view.onDidChangeVisibility(({ visible }) => loaded?.attend("panel", visible)),
    view.onDidExpandElement(({ element: node }) => loaded?.open(node.id, true)),
    view.onDidCollapseElement(({ element: node }) => loaded?.open(node.id, false)),
  );
  return tree;
}

function treeItem(node: Node): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  // One that is to be open is so before it has anything in it: VS Code keeps what it was at first.
  const state = node.open ? Expanded : node.children.length === 0 ? None : Collapsed;
  const item = new vscode.TreeItem(node.label, state);
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.contextValue = node.context;
  const colour = node.colour === undefined ? undefined : new vscode.ThemeColor(node.colour);
  item.iconPath = new vscode.ThemeIcon(node.icon, colour);
  item.accessibilityInformation = { label: node.spoken };
  const command = commandOf(node);
  if (command !== undefined) item.command = command;
  return item;
}

/** What a click does. */
function commandOf(node: Node): vscode.Command | undefined {
  if (node.url !== undefined) {
    return { command: "flaskStack.open", title: vscode.l10n.t("Open in Browser"), arguments: [node] };
  }
  if (node.file !== undefined) {
    return { command: "vscode.open", title: vscode.l10n.t("Open File"), arguments: [vscode.Uri.file(node.file)] };
  }
  if (node.text !== undefined) {
    return { command: "flaskStack.showText", title: vscode.l10n.t("Show"), arguments: [node] };
  }
  return undefined;
}
