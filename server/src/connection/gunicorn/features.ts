import { FileChangeType } from "vscode-languageserver/node";
import type { Context, Feature } from "../feature";
import { gunicornFixes } from "./codeActions";
import { gunicornDiagnostics } from "./diagnostics";
import { exactly, gunicornDocuments } from "./documents";
import { gunicornEditing } from "./editing";
import type { OpenedFile } from "./folders";
import { gunicornNavigation } from "./navigation";
import { pathOf } from "./paths";
import { gunicornRefactorings } from "./refactorings";
import { registrar, staticCapabilities } from "./registration";
import { knownSession, sessionOf } from "./sessions";

/** A document as a part of the Gunicorn configurations of its folder; undefined where it has no part in any. */
export type Open = (context: Context, uri: string) => Promise<OpenedFile | undefined>;

const open: Open = async (context, uri) => {
  if (isOther(context, uri)) return undefined;
  return (await sessionOf(context).folders).open(uri);
};

/** Most Python files, and every Nginx file, are none of Gunicorn's: nothing is loaded or read to say so. */
function isOther(context: Context, uri: string): boolean {
  if (context.documents.get(uri)?.languageId === "nginx") return true;
  if (!uri.endsWith(".py") || /gunicorn[^/]*\.py$/i.test(uri)) return false;
  const path = pathOf(uri);
  return path === undefined || !knownSession(context)?.loaded?.named().includes(path);
}

/** Follows the documents, and has the client ask about those that matter. */
const gunicornDocumentsFeature: Feature = {
  capabilities: staticCapabilities,
  register(context) {
    const { documents, onFilesChanged } = context;
    const saved = new Set<string>();
    const forget = (what: "texts" | "all"): void => knownSession(context)?.loaded?.forget(what);
    // A file that is saved for the first time may be new.
    documents.onDidSave(({ document: { uri } }) => {
      forget(saved.has(uri) ? "texts" : "all");
      saved.add(uri);
    });
    documents.onDidClose(() => forget("texts"));
    onFilesChanged((changes) =>
      forget(changes?.every(({ type }) => type === FileChangeType.Changed) ? "texts" : "all"),
    );
  },
  ready(context, client) {
    const register = registrar(context.connection, client);
    register("by name", gunicornDocuments);
    let before = "";
    // A command may name a config file that no pattern knows: the folder has to be read to learn it.
    const look = async (uri: string): Promise<void> => {
      if (!(await open(context, uri))) return;
      const named = (await sessionOf(context).folders).named().filter((path) => !/gunicorn[^/]*\.py$/i.test(path));
      if (named.join("\n") === before) return;
      before = named.join("\n");
      register("by command", named.map(exactly));
    };
    const lookLater = ({ document: { uri } }: { readonly document: { readonly uri: string } }): void => {
      setImmediate(() => look(uri).catch((error: unknown) => context.connection.console.error(String(error))));
    };
    context.documents.onDidOpen(lookLater);
    context.documents.onDidSave(lookLater);
    for (const document of context.documents.all()) lookLater({ document });
  },
};

/** All that the server does for what Gunicorn reads. */
export const gunicornFeatures: readonly Feature[] = [
  gunicornDocumentsFeature,
  gunicornEditing(open),
  gunicornNavigation(open),
  gunicornRefactorings(open),
  gunicornDiagnostics(open),
  gunicornFixes(open),
];
