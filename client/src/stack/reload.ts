import { existsSync } from "node:fs";
import * as vscode from "vscode";
import type { Reloaded, ServerProgram, SourceMapping, StackStatus } from "../../../server/src/engine/engine";
import { ok, type Problem, type Result } from "../../../server/src/result";
import type { Parts } from "../parts";
import { actOnService, stackFor } from "./actions";
import { offerStart } from "./commands";
import { readGiven } from "./given";
import { done, left, type Outcome } from "./outcome";
import { runOnStack, showProblem } from "./run";
import { errorPlace } from "./tracebacks";

/** What a reload could not take, in the file where it is wrong. */
let refused: vscode.DiagnosticCollection | undefined;

/**
 * **Flask: Reload Without Losing a Request**: has Gunicorn and Nginx serve what the files say now. A configuration that
 * does not pass its program's own test is not taken, and what is wrong is shown in the file.
 */
export const reloadStack = (parts: Parts, given: unknown): Promise<Outcome> => reload(parts, given, undefined);

/** As `reloadStack`, for the service whose node it was called on. */
export const reloadService = async (parts: Parts, given: unknown): Promise<Outcome> => {
  const { service } = readGiven(given);
  return service === undefined ? left : reload(parts, given, service);
};

async function reload(parts: Parts, given: unknown, service: string | undefined): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is to be reloaded?"));
  if (folder === undefined) return left;
  // What is on the disk is what counts.
  if (!(await vscode.workspace.saveAll(false))) return left;
  refused?.clear();
  let sources: readonly SourceMapping[] | undefined;
  const title = vscode.l10n.t("Reloading {0}", service ?? vscode.l10n.t("the stack"));
  const result = await runOnStack(parts, folder, title, async (engine, progress, signal): Promise<Result<Done[]>> => {
    const status = await engine.status(signal);
    if (!status.ok) return status;
    const each: Done[] = [];
    for (const name of service === undefined ? reloadable(status.value) : [service]) {
      sources = status.value.services.find((one) => one.name === name)?.sources;
      const reloaded = await engine.reload(name, progress, signal);
      if (!reloaded.ok) return reloaded;
      each.push({ service: name, how: reloaded.value });
    }
    return ok(each);
  });
  if (!result.ok) return refuse(parts, folder, result.problem, sources);
  if (result.value.length === 0) return offerStart(parts, folder);
  const stale = result.value.filter(({ how }) => how === "needs-rebuild").map(({ service }) => service);
  for (const name of stale) void offerRebuild(parts, folder, name);
  if (stale.length === 0) {
    const message = vscode.l10n.t("{0} serves what its files say now.", names(result.value));
    vscode.window.setStatusBarMessage(`$(check) ${message}`, 5000);
    return done;
  }
  return { result: "failed", message: bakedMessage(stale.join(", ")) };
}

interface Done {
  readonly service: string;
  readonly how: Reloaded;
}

const names = (each: readonly Done[]): string => each.map(({ service }) => service).join(", ");

/** What runs and can be reloaded, Gunicorn before Nginx: the way of a request, from its end. */
function reloadable({ services }: StackStatus): readonly string[] {
  const running = services.filter(({ state }) => state === "running");
  const having = (program: ServerProgram) => running.filter(({ server }) => server === program).map(({ name }) => name);
  return [...having("gunicorn"), ...having("nginx")];
}

const bakedMessage = (service: string): string =>
  vscode.l10n.t(
    "The edited configuration has passed its test, but is part of the image of {0}: the container has to be replaced, and connections are refused for about a second.",
    service,
  );

async function offerRebuild(parts: Parts, folder: vscode.Uri, service: string): Promise<void> {
  const replace = vscode.l10n.t("Replace {0}", service);
  const pressed = await vscode.window.showWarningMessage(bakedMessage(service), replace);
  if (pressed === replace) await actOnService(parts, "rebuild", { folder, service });
}

/** Says why nothing was reloaded, and marks the line where the file is wrong. */
async function refuse(
  parts: Parts,
  folder: vscode.Uri,
  problem: Problem,
  sources: readonly SourceMapping[] | undefined,
): Promise<Outcome> {
  if (problem.code === "cancelled") return left;
  const place = problem.place ?? errorPlace(problem.detail ?? "", folder.fsPath, existsSync, sources);
  if (place === undefined) {
    void showProblem(parts, problem);
  } else {
    if (refused === undefined) {
      refused = vscode.languages.createDiagnosticCollection("flaskStack.reload");
      parts.context.subscriptions.push(refused);
    }
    const uri = vscode.Uri.file(place.file);
    const line = Math.max(0, place.line - 1);
    const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
    const diagnostic = new vscode.Diagnostic(range, place.message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = problem.code === "nginx-config" ? "nginx -t" : "gunicorn --check-config";
    refused.set(uri, [diagnostic]);
    const look = vscode.l10n.t("Show in File");
    void showProblem(parts, problem, look).then((pressed) => {
      if (pressed === look) void vscode.window.showTextDocument(uri, { selection: new vscode.Range(line, 0, line, 0) });
    });
  }
  return { result: "failed", message: problem.message };
}
