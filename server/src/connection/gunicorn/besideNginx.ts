import type { Diagnostic } from "vscode-languageserver/node";
import { stackFolderOf } from "../../stack/stackFolder";
import { parentOf } from "../../workspace/paths";
import type { Context } from "../feature";
import { settingsOf } from "./diagnostics";
import type { Judged } from "./folders";
import { pathOf } from "./paths";
import { sessionOf } from "./sessions";

/** An Nginx file as a part of a stack with Gunicorn; undefined where there is no stack around it, or for other files. */
export async function besideNginx(context: Context, uri: string): Promise<Judged | undefined> {
  if (context.documents.get(uri)?.languageId !== "nginx") return undefined;
  const path = pathOf(uri);
  if (path === undefined || stackFolderOf(parentOf(path)) === undefined) return undefined;
  return (await sessionOf(context).folders).beside(uri);
}

/** What the rules say of an Nginx file. */
export async function diagnosticsBeside(context: Context, uri: string): Promise<readonly Diagnostic[]> {
  const file = await besideNginx(context, uri);
  if (file === undefined) return [];
  const { findingsOf, toDiagnostic } = await import("./service");
  return findingsOf(file, settingsOf(context)).map((finding) => toDiagnostic(file, finding));
}
