import type { TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Feature } from "../feature";
import { diagnosticsBeside } from "../gunicorn/besideNginx";
import { nginxDiagnostics } from "./diagnostics";
import { nginxEditing } from "./language";
import { nginxNavigation } from "./navigation";
import { nginxTest } from "./nginxTest";
import { nginxRecognition } from "./recognition";
import { nginxLocationTester } from "./testLocation";
import type { Views } from "./views";
import { nginxWorkspaceSymbols } from "./workspaceSymbols";

/** What was read of a connection's Nginx files; loaded with the first question. */
export type OpenViews = (documents: TextDocuments<TextDocument>) => Promise<Views>;

const opened = new WeakMap<TextDocuments<TextDocument>, Promise<Views>>();

/** Each connection has its own; all its features share it. */
export const viewsOf: OpenViews = (documents) => {
  const known = opened.get(documents) ?? import("./service").then(({ openViews }) => openViews(documents));
  opened.set(documents, known);
  return known;
};

/** All that the server does for Nginx files. */
export const nginxFeatures: readonly Feature[] = [
  nginxDiagnostics(viewsOf, diagnosticsBeside),
  nginxEditing(viewsOf),
  nginxNavigation(viewsOf),
  nginxLocationTester(viewsOf),
  nginxTest(viewsOf),
  nginxRecognition(viewsOf),
  nginxWorkspaceSymbols,
];
