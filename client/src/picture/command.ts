import * as vscode from "vscode";
import { type PictureParams, type PictureResult, pictureRequest } from "../../../server/src/protocol";
import { debounced } from "../debounced";
import type { Parts } from "../parts";
import { chooseStack, stackName } from "../stack/folders";
import type { StackView } from "../stack/model/view";
import { done, left, type Outcome } from "../stack/outcome";
import type { StackTree } from "../stack/tree";
import type { Logged } from "./accessLog";
import { adviceCommand, drawingOf, placesOf, untrusted, urlsOf } from "./drawing";
import { type Point, withPoint } from "./history";
import { type FromPage, readMessage, type ToPage } from "./messages";
import { isBefore, type Numbers, startNumbers } from "./numbers";
import { page } from "./page";
import { countWorkers, type Workers } from "./workers";

/** How many requests are kept to be shown. */
const mostRequests = 200;
/** The files that the way is read from. */
const facts = "**/{*.py,*.conf,*.template,Dockerfile*,*.Dockerfile,compose*.y*ml,docker-compose*.y*ml,.env}";

/** One picture for each stack's folder. */
const shown = new Map<string, vscode.WebviewPanel>();

/**
 * **Flask: Show Stack**: the way of a request through the stack of a folder, with what the files say and how it runs.
 * It is measured until the picture is closed, so that the last ten minutes are there when its tab comes to the front.
 */
export async function showPicture(parts: Parts, tree: StackTree, given: unknown): Promise<Outcome> {
  const folder = await chooseStack(given, vscode.l10n.t("Which stack is to be shown?"));
  if (folder === undefined) return left;
  const key = folder.toString();
  const open = shown.get(key);
  if (open !== undefined) {
    open.reveal();
    return done;
  }
  const dist = vscode.Uri.joinPath(parts.context.extensionUri, "dist");
  const title = vscode.l10n.t("Stack {0}", stackName(folder));
  const panel = vscode.window.createWebviewPanel("flaskStack.picture", title, vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [dist],
  });
  shown.set(key, panel);
  const stop = follow(parts, tree, folder, panel);
  panel.onDidDispose(() => {
    shown.delete(key);
    stop();
  });
  panel.webview.html = page(panel.webview, dist);
  return done;
}

/** Keeps a panel as the stack is; returns what ends that. */
function follow(parts: Parts, tree: StackTree, folder: vscode.Uri, panel: vscode.WebviewPanel): () => void {
  const key = folder.toString();
  const viewer = `picture ${key}`;
  let picture: PictureResult | undefined;
  let points: readonly Point[] = [];
  let requests: readonly Logged[] = [];
  let numbers: Numbers | undefined;
  let workers: Workers | undefined;
  let view: StackView = { folder: key, name: stackName(folder) };
  let ready = false;

  const say = (message: ToPage) => {
    if (ready && panel.visible) void panel.webview.postMessage(message);
  };
  const draw = () => {
    if (picture !== undefined && ready) say({ kind: "drawing", drawing: drawingOf(picture, view, workers?.running()) });
  };
  const read = async () => {
    const params: PictureParams = { folder: key };
    try {
      picture = await parts.ask<PictureResult>(pictureRequest, params);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      parts.output().error(vscode.l10n.t("The way of a request cannot be read: {0}", reason));
      picture ??= { stages: [] };
    }
    draw();
  };
  const readSoon = debounced(() => void read(), 300);

  const look = async () => {
    const live = vscode.workspace.isTrusted ? await tree.live() : undefined;
    const { folder: own, name } = view;
    view = live?.views().find((one) => one.folder === key) ?? {
      folder: own,
      name,
      ...(live ? {} : { problem: untrusted() }),
    };
    live?.attend(viewer, panel.visible);
    for (const measured of [numbers, workers]) {
      measured?.update(live?.engine(key), view.problem === undefined ? view.status : undefined);
    }
    draw();
    return live;
  };

  const measure = () =>
    startNumbers(() => picture?.statusUrl, {
      point(point, more) {
        points = withPoint(points, point);
        requests = [...requests, ...more].slice(-mostRequests);
        say({ kind: "point", point, requests: more });
      },
      before(earlier, opened) {
        const later = requests.filter((request) => !isBefore(request, opened));
        requests = [...earlier, ...later].slice(-mostRequests);
        say({ kind: "history", points, requests });
      },
    });

  const attend = () => {
    // The page is gone with the view, and says so when it is there again.
    if (!panel.visible) ready = false;
    if (ready) {
      numbers ??= measure();
      workers ??= countWorkers(draw);
    } else {
      workers?.stop();
      workers = undefined;
    }
    numbers?.attend(ready);
    void look();
  };

  const open = async (number: number) => {
    const place = picture === undefined ? undefined : placesOf(picture)[number];
    if (place === undefined) return;
    const { start, end } = place;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, place.path), { selection });
  };

  const hear = async (message: FromPage) => {
    switch (message.kind) {
      case "ready":
        ready = true;
        // What is known is there at once; a language server that is just starting takes its time.
        say({ kind: "history", points, requests });
        draw();
        attend();
        // What was typed while nobody saw it is read, too.
        return read();
      case "open":
        return open(message.place);
      case "advice": {
        const command = adviceCommand(view);
        if (command !== undefined) await vscode.commands.executeCommand(command, { folder });
        return;
      }
      case "url": {
        const url = urlsOf(view)[message.url];
        if (url !== undefined) await vscode.commands.executeCommand("flaskStack.open", { folder, url });
        return;
      }
    }
  };

  const files = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, facts));
  const disposables: vscode.Disposable[] = [
    files,
    files.onDidChange(readSoon),
    files.onDidCreate(readSoon),
    files.onDidDelete(readSoon),
    panel.onDidChangeViewState(attend),
    panel.webview.onDidReceiveMessage((value) => {
      const message = readMessage(value);
      if (message !== undefined) void hear(message);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (panel.visible && document.uri.toString().startsWith(key)) readSoon();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void look()),
  ];
  let over = false;
  void look().then((live) => {
    if (live === undefined) return;
    if (over) live.attend(viewer, false);
    else disposables.push(live.changed(() => void look()));
  });
  return () => {
    over = true;
    for (const measured of [numbers, workers]) measured?.stop();
    for (const one of disposables) one.dispose();
    if (vscode.workspace.isTrusted) void tree.live().then((live) => live.attend(viewer, false));
  };
}
