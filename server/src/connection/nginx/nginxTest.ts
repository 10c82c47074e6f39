import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as l10n from "@vscode/l10n";
import { MessageType, ShowMessageNotification, type ShowMessageParams } from "vscode-languageserver/node";
import { type NginxTestParams, type NginxTestResult, nginxTestRequest } from "../../protocol";
import { answer } from "../answer";
import type { Feature } from "../feature";
import { pathOfUri } from "../uri";
import type { OpenViews } from "./features";
import { refuse } from "./language";
import type { Unknown, Verdict } from "./verdict";
import type { Opened } from "./views";

/** `flaskStack/nginxTest`, and the same after each save where the client leaves that to the server by the setting. */
export const nginxTest = (views: OpenViews): Feature => ({
  capabilities: {},
  register({ connection, documents }) {
    /** Which of several runs for a configuration is the newest, by its root file. */
    const newest = new Map<string, symbol>();
    const judge = async (uri: string): Promise<Judged | undefined> => {
      const all = await views(documents);
      const file = all.open(uri);
      if (!file || !uri.startsWith("file:")) return undefined;
      const root = fileURLToPath(file.uri(file.view.configuration.root));
      const run = Symbol(root);
      newest.set(root, run);
      // What goes wrong on the way to a container is no verdict.
      const stack = await inStack(file, root).catch((error: unknown) => {
        connection.console.warn(`The stack's nginx could not be asked: ${error}`);
      });
      const judged = stack ?? (await onMachine(root, file));
      const { verdict } = judged;
      if (newest.get(root) === run) {
        all.verdicts.judge(
          root,
          verdict.kind === "refused"
            ? { ...verdict, uri: known(verdict.path ?? root), read: judged.read ?? onDisk(verdict.path ?? root) }
            : undefined,
        );
      }
      return judged;
    };
    /** The URI as the client writes it: it knows its document by that. */
    const known = (path: string): string => {
      const uri = pathToFileURL(path).toString();
      return documents.all().find((document) => sameFile(document.uri, uri))?.uri ?? uri;
    };
    const resultOf = ({ verdict, container }: Judged): NginxTestResult => {
      if (verdict.kind === "unknown") throw refuse(unknown(verdict));
      const by = container === undefined ? {} : { container };
      if (verdict.kind === "fine") return { ok: true, ...by };
      const { message, path, line } = verdict;
      return { ok: false, message, ...by, ...(path && line ? { place: { uri: known(path), line } } : {}) };
    };
    answer<NginxTestParams, NginxTestResult>(connection, nginxTestRequest, async ({ uri }) => {
      const judged = await judge(uri);
      if (!judged) throw refuse(l10n.t("Open an Nginx file first: it says which configuration is meant."));
      return resultOf(judged);
    });

    const said = new Set<string>();
    const judgeSaved = async (uri: string): Promise<void> => {
      const judged = await judge(uri);
      if (!judged) return;
      const { verdict, container = "this machine" } = judged;
      const words = verdict.kind === "fine" ? "fine" : verdict.message;
      connection.console.info(`nginx -t (${container}): ${words}`);
      if (verdict.kind !== "unknown" || said.has(unknown(verdict))) return;
      // Once is enough: each save would say it again.
      said.add(unknown(verdict));
      // A request with no buttons, as `window.showInformationMessage` makes it, is none that every client answers.
      const shown: ShowMessageParams = { type: MessageType.Info, message: unknown(verdict) };
      await connection.sendNotification(ShowMessageNotification.type, shown);
    };
    documents.onDidSave(async ({ document: { uri, languageId } }) => {
      try {
        if ((await views(documents)).settings().testOnSave && languageId === "nginx") await judgeSaved(uri);
      } catch (error) {
        connection.console.error(String(error instanceof Error ? error.stack : error));
      }
    });
  },
});

/** Why there is no verdict, and what to do for one. */
const unknown = ({ message, host }: Unknown): string =>
  host === undefined
    ? l10n.t(
        "nginx -t could not be run here ({0}): start the stack, whose nginx is asked then, or install nginx.",
        message,
      )
    : l10n.t(
        'nginx -t cannot judge this here, since this machine does not know the host "{0}" of the stack: start the stack, whose nginx is asked then.',
        host,
      );

interface Judged {
  readonly verdict: Verdict;
  /** The container whose nginx it is; undefined for that of this machine. */
  readonly container?: string;
  /** What was read of the file that is refused; undefined where that is what the disk has. */
  readonly read?: string;
}

/** The nginx of the running stack, if there is one. */
async function inStack({ view, uri }: Opened, root: string): Promise<Judged | undefined> {
  const { configuration, files } = view;
  const home = fileURLToPath(uri(configuration.root)).slice(0, -configuration.root.length);
  const slashed = (path: string): string => path.split(sep).join("/");
  const paths = new Map(configuration.members.map((path) => [slashed(join(home, path)), path]));
  // It knows Docker, which only who asks for it loads.
  const { askStack } = await import("./stackVerdict");
  const local = { root: slashed(root), context: configuration.context, members: [...paths.keys()] };
  return askStack(dirname(root), local, (path) => files.tree(paths.get(path) ?? "")?.text);
}

/** The nginx of this machine, which does not know the hosts of a stack: that it finds none of them is no verdict. */
async function onMachine(root: string, { view }: Opened): Promise<Judged> {
  const { askNginx } = await import("./service");
  const { context, config } = view.configuration;
  const verdict = await askNginx(root, dirname(root), context);
  const host = verdict.kind === "refused" ? /^host not found in .*?"([^":]+)/.exec(verdict.message)?.[1] : undefined;
  const { hosts, services } = config.environment;
  const isOfStack = host !== undefined && (hosts?.has(host) || services?.ports.has(host));
  return { verdict: isOfStack ? { kind: "unknown", message: `host not found: ${host}`, host } : verdict };
}

/** As nginx has read it a moment ago: without the mark that no document shows. */
function onDisk(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}

function sameFile(one: string, other: string): boolean {
  const path = pathOfUri(one);
  return path !== undefined && path === pathOfUri(other);
}
