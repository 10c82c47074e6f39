import * as vscode from "vscode";
import { type ProblemsParams, type ProblemsResult, problemsRequest } from "../../../server/src/protocol";
import { debounced } from "../debounced";
import type { Parts } from "../parts";
import type { FileProblems } from "./model/view";

/** How many problems there are in the configuration files of the stacks. */
export interface ProblemWatch extends vscode.Disposable {
  /** Counts these files (absolute paths), or none where nobody looks; asks where they are others than before. */
  follow(files: readonly string[]): void;
  /** By the path of each of these files. */
  counts(files: readonly string[]): ReadonlyMap<string, FileProblems>;
  /** A file on the disk is another: what is known of those that are followed may be old. */
  touch(uri: vscode.Uri): void;
}

/** Files that say something of a stack: what is in one of them may be a problem in another. */
const saying = /(\.(conf|nginx|template|py|ya?ml|toml|txt|in|env)|file)$|\/\.env|Dockerfile/i;

/** So long after a change it is asked what came of it, in milliseconds: files are often written several at a time. */
const quiet = 300;

/** What the language server says of a file in the editor. */
const source = "flask-stack";

/**
 * Counts the problems of an open file as the editor shows them. Of the others the editor knows nothing: the language
 * server is asked to judge them as if they were open.
 * @param changed is called when a count may be another
 */
export function watchProblems(parts: Parts, changed: () => void): ProblemWatch {
  let followed: readonly string[] = [];
  let counted: ReadonlySet<string> = new Set();
  let closed: ReadonlyMap<string, FileProblems> = new Map();
  let asked = "";
  let stopped = false;

  const ask = async () => {
    const files = followed;
    if (files.length === 0 || stopped) return;
    asked = files.join("\n");
    const params: ProblemsParams = { uris: files.map((file) => vscode.Uri.file(file).toString()) };
    try {
      const { counts } = await parts.ask<ProblemsResult>(problemsRequest, params);
      closed = new Map(files.flatMap((file, index) => (counts[index] ? [[file, counts[index]] as const] : [])));
      changed();
    } catch (error) {
      parts.output().warn(vscode.l10n.t("The problems of closed files are not known: {0}", String(error)));
    }
  };
  const askSoon = debounced(() => void ask(), quiet);
  const askAgain = () => {
    // Where nobody looks, whoever looks next asks.
    asked = "";
    if (followed.length > 0) askSoon();
  };
  const disposables = [
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (closed.has(uri.fsPath)) askAgain();
    }),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some(({ fsPath }) => counted.has(fsPath))) changed();
    }),
  ];
  return {
    follow(files) {
      followed = files;
      if (files.length > 0 && files.join("\n") !== asked) askSoon();
    },
    counts(files) {
      counted = new Set(files);
      const open = new Set(
        vscode.workspace.textDocuments.filter(({ isClosed }) => !isClosed).map(({ uri }) => uri.fsPath),
      );
      return new Map(
        files.map((file) => [file, open.has(file) ? shown(file) : sum(shown(file, source), closed.get(file))]),
      );
    },
    touch(uri) {
      if (saying.test(uri.path)) askAgain();
    },
    dispose() {
      stopped = true;
      for (const one of disposables) one.dispose();
    },
  };
}

/** What the editor has of a file, without what one source says. */
function shown(file: string, without?: string): FileProblems {
  const found = vscode.languages
    .getDiagnostics(vscode.Uri.file(file))
    .filter((one) => one.source !== without || without === undefined);
  const count = (wanted: vscode.DiagnosticSeverity) => found.filter(({ severity }) => severity === wanted).length;
  return { errors: count(vscode.DiagnosticSeverity.Error), warnings: count(vscode.DiagnosticSeverity.Warning) };
}

const sum = (one: FileProblems, other: FileProblems | undefined): FileProblems => ({
  errors: one.errors + (other?.errors ?? 0),
  warnings: one.warnings + (other?.warnings ?? 0),
});
