import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as l10n from "@vscode/l10n";
import { type NginxTestParams, type NginxTestResult, nginxTestRequest } from "../../protocol";
import { answer } from "../answer";
import type { Feature } from "../feature";
import { pathOfUri } from "../uri";
import type { OpenViews } from "./features";
import { refuse } from "./language";
import type { Verdict } from "./verdict";
import type { Opened } from "./views";

/** `flaskStack/nginxTest`, and the same after each save where the setting says so. */
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
      const judged = stack ?? (await onMachine(root, file.view.configuration.context));
      const { verdict } = judged;
      const place = verdict.kind === "refused" ? pathToFileURL(verdict.path ?? root).toString() : "";
      // The URI as the client writes it: it knows its document by that.
      const known = documents.all().find((document) => sameFile(document.uri, place))?.uri ?? place;
      if (verdict.kind !== "unknown" && newest.get(root) === run) {
        all.verdicts.judge(root, verdict.kind === "refused" ? { ...verdict, uri: known } : undefined);
      }
      return judged;
    };
    answer<NginxTestParams, NginxTestResult>(connection, nginxTestRequest, async ({ uri }) => {
      const judged = await judge(uri);
      if (!judged) throw refuse(l10n.t("Open an Nginx file first: it says which configuration is meant."));
      const { verdict, container } = judged;
      if (verdict.kind === "unknown") {
        throw refuse(
          l10n.t(
            "nginx -t could not be run here ({0}): start the stack, whose nginx is asked then, or install nginx.",
            verdict.message,
          ),
        );
      }
      const by = container === undefined ? {} : { container };
      return verdict.kind === "fine" ? { ok: true, ...by } : { ok: false, message: verdict.message, ...by };
    });
    documents.onDidSave(async ({ document }) => {
      const all = await views(documents);
      if (all.settings().testOnSave && document.languageId === "nginx") await judge(document.uri);
    });
  },
});

interface Judged {
  readonly verdict: Verdict;
  /** The container whose nginx it is; undefined for that of this machine. */
  readonly container?: string;
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

const onMachine = async (root: string, context: string): Promise<Judged> => {
  const { askNginx } = await import("./service");
  return { verdict: await askNginx(root, dirname(root), context) };
};

function sameFile(one: string, other: string): boolean {
  const path = pathOfUri(one);
  return path !== undefined && path === pathOfUri(other);
}
