import { posix } from "node:path";
import * as vscode from "vscode";
import type { Engine } from "../../../server/src/engine/engine";
import { debounced } from "../debounced";
import type { Parts } from "../parts";
import { configureTexts } from "../texts";
import { showEmpty } from "./empty";
import type { Followed } from "./follow";
import { stackNodes } from "./model";
import { hasNoEngine } from "./model/condition";
import { changedNodes } from "./model/diff";
import type { Node } from "./model/node";
import type { StackView } from "./model/view";
import { watchProblems } from "./problems";
import type { SourceWatch } from "./sources";
import { followStacks } from "./stacks";
import { watchUsage } from "./usage";

/** The files whose coming and going makes a stack, or another one. */
const stackFiles = "**/{compose*.yaml,compose*.yml,docker-compose*.yml,docker-compose*.yaml,.env,Dockerfile}";

/** So long the editor has for drawing the stacks, before what speaks to engines is loaded in its process: milliseconds. */
const breath = 20;

/** The stacks of the workspace as they are now, and the picture of them. */
export interface Live extends vscode.Disposable {
  /** The picture; the same until `changed` tells of another. */
  nodes(): readonly Node[];
  /** Resolves once every engine has been asked for the first time, and it is known why there is nothing if so. */
  readonly looked: Promise<unknown>;
  /** What of it the panel draws: nothing where its welcome text says that no engine answers. */
  roots(): readonly Node[];
  node(id: string): Node | undefined;
  views(): readonly StackView[];
  /** The engine that runs a folder's stack, as far as it is known. */
  engine(folder: string): Engine | undefined;
  /** Tells which nodes have to be drawn again; undefined for all of them. */
  readonly changed: vscode.Event<readonly Node[] | undefined>;
  /** Looks for stacks and asks every engine again; resolves once what they say is in the picture. */
  refresh(): Promise<void>;
  /** Whether a viewer, such as the panel, can be seen: while any can, the engines are asked whether they answer. */
  attend(viewer: string, attentive: boolean): void;
  /** Which node the user has opened or closed: the numbers of containers that cannot be seen are not asked for. */
  open(id: string, isOpen: boolean): void;
}

/** Follows the stacks of the workspace's folders. Resolves once it is known which there are. */
export async function startLive(parts: Parts): Promise<Live> {
  configureTexts();
  const tell = new vscode.EventEmitter<readonly Node[] | undefined>();
  let picture: readonly Node[] = [];
  let roots: readonly Node[] = [];
  let index = new Map<string, Node>();
  const viewers = new Set<string>();
  const attentive = () => viewers.size > 0;
  let waiting: NodeJS.Immediate | undefined;
  const opened = new Set<string>();
  const closed = new Set<string>();
  const usage = watchUsage(() => redraw());
  const problems = watchProblems(parts, () => redraw());

  const stacks = followStacks(parts, () => redraw());
  const views = () => stacks.all().map((one) => one.view());
  let sources: SourceWatch | undefined;

  const draw = () => {
    waiting = undefined;
    if (stacks.settle()) sources?.follow(stacks.uris());
    const now = views();
    const files = configFiles(now);
    problems.follow(viewers.has("panel") ? files : []);
    // Before the picture: what is not in sight any more has no numbers in it.
    usage.follow(viewers.has("panel") ? containersInSight(stacks.all(), opened, closed) : new Map());
    const facts = { now: Date.now(), usage: usage.usage, problems: problems.counts(files) };
    const next = stackNodes(now, facts);
    const nextRoots = hasNoEngine(now) ? [] : next;
    const others = sameLength(roots, nextRoots) ? changedNodes(picture, next) : undefined;
    if ((roots.length === 0) !== (nextRoots.length === 0)) void showEmpty(parts, now);
    picture = next;
    roots = nextRoots;
    index = indexOf(next);
    if (others === undefined || others.length > 0) tell.fire(others);
  };
  // One picture for all that happens in one turn.
  const redraw = () => {
    waiting ??= setImmediate(draw);
  };

  const drawNow = () => {
    if (waiting !== undefined) clearImmediate(waiting);
    draw();
  };
  const ask = async () => {
    await Promise.all(stacks.all().map((one) => one.read()));
    drawNow();
    await showEmpty(parts, views());
    await watchFiles();
  };
  const refresh = async () => {
    await stacks.look();
    await ask();
  };
  const filesChanged = debounced(() => void refresh(), 150);
  /** What compose files lead to is read after all is drawn: that takes their reader. */
  const watchFiles = async () => {
    const { watchSources } = await import("./sources");
    sources ??= watchSources(filesChanged);
    sources.follow(stacks.uris());
  };

  const files = vscode.workspace.createFileSystemWatcher(stackFiles);
  const fileChanged = (uri: vscode.Uri) => {
    problems.touch(uri);
    if (sources?.has(uri)) filesChanged();
  };
  // A folder that comes or goes at once says at times nothing of the files in it.
  const everything = vscode.workspace.createFileSystemWatcher("**/*");
  const disposables = [
    tell,
    problems,
    stacks,
    { dispose: () => sources?.dispose() },
    files,
    everything,
    everything.onDidChange(fileChanged),
    everything.onDidCreate((uri) => {
      fileChanged(uri);
      const held = vscode.workspace.getWorkspaceFolder(uri);
      if (held !== undefined && posix.dirname(uri.path) === held.uri.path) filesChanged();
    }),
    everything.onDidDelete((uri) => {
      fileChanged(uri);
      if (stacks.uris().some((stack) => stack.toString() === uri.toString())) filesChanged();
    }),
    files.onDidCreate(filesChanged),
    files.onDidDelete(filesChanged),
    files.onDidChange(filesChanged),
    parts.changed.event(() => {
      for (const one of stacks.all()) one.touch();
      redraw();
    }),
    // Where nobody looks, nothing looks for an engine that has gone: who comes back to the window does.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) return;
      for (const one of stacks.all()) if (one.view().problem !== undefined) one.touch();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void refresh()),
  ];
  // The stacks are drawn as soon as they are known; how they are follows when their engines have answered.
  await stacks.look();
  drawNow();
  const looked = new Promise<void>((resolve) => setTimeout(resolve, breath))
    .then(ask)
    .catch((error) => parts.output().error(`The panel: ${error}`));
  return {
    nodes: () => picture,
    roots: () => roots,
    looked,
    node: (id) => index.get(id),
    views,
    engine: (folder) =>
      stacks
        .all()
        .find((one) => one.view().folder === folder)
        ?.engine(),
    changed: tell.event,
    refresh,
    attend(viewer, wanted) {
      if (wanted) viewers.add(viewer);
      else viewers.delete(viewer);
      stacks.attend(attentive());
      redraw();
    },
    open(id, isOpen) {
      const [now, before] = isOpen ? [opened, closed] : [closed, opened];
      now.add(id);
      before.delete(id);
      redraw();
    },
    dispose() {
      usage.follow(new Map());
      for (const one of disposables) one.dispose();
    },
  };
}

/** Running containers of the services that the user has opened, in stacks that are not closed. */
function containersInSight(
  followed: readonly Followed[],
  opened: ReadonlySet<string>,
  closed: ReadonlySet<string>,
): ReadonlyMap<string, Engine> {
  const found = new Map<string, Engine>();
  for (const one of followed) {
    const engine = one.engine();
    const { folder, status, problem } = one.view();
    if (engine === undefined || status === undefined || problem !== undefined || closed.has(folder)) continue;
    for (const { name, containers } of status.services) {
      if (!opened.has(`${folder}#${name}`)) continue;
      for (const { id, state } of containers) if (state === "running") found.set(id, engine);
    }
  }
  return found;
}

/** The configuration files of the stacks, each once. */
const configFiles = (views: readonly StackView[]): readonly string[] => [
  ...new Set(
    views.flatMap(({ status }) => [
      ...(status?.files ?? []),
      ...(status?.services.flatMap((service) => service.files ?? []) ?? []),
    ]),
  ),
];

const sameLength = (one: readonly unknown[], other: readonly unknown[]): boolean => one.length === other.length;

function indexOf(nodes: readonly Node[]): Map<string, Node> {
  const index = new Map<string, Node>();
  const add = (node: Node) => {
    index.set(node.id, node);
    node.children.forEach(add);
  };
  nodes.forEach(add);
  return index;
}
