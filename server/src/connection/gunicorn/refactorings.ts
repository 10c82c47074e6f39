import * as l10n from "@vscode/l10n";
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from "vscode-languageserver/node";
import type { Edit, Span } from "../../findings";
import type { ReadCommand } from "../../languages/gunicorn/model";
import { answer } from "../answer";
import type { Feature } from "../feature";
import { wantsKind } from "../ranges";
import type { Open } from "./features";
import type { OpenedFile } from "./folders";

/** Code actions that change no meaning: options into the file, a further setting, the order of sections. */
export const gunicornRefactorings = (open: Open): Feature => ({
  capabilities: {},
  register(context) {
    answer<CodeActionParams, CodeAction[]>(
      context.connection,
      "textDocument/codeAction",
      async ({ textDocument, range, context: { only } }) => {
        const file = await open(context, textDocument.uri);
        if (!file) return undefined;
        const wanted = wantsKind(only);
        const at = { start: file.document.offsetAt(range.start), end: file.document.offsetAt(range.end) };
        const actions = file.view.config ? await inConfig(file, at) : await inCommands(file, at);
        return actions.filter(({ kind = "" }) => wanted(kind));
      },
      [],
    );
  },
});

const touches = (one: Span, other: Span): boolean => one.start <= other.end && other.start <= one.end;

async function inConfig(file: OpenedFile, at: Span): Promise<CodeAction[]> {
  const { additions, sectionsOf, sortBySection } = await import("./service");
  const { view } = file;
  const sections = sectionsOf(view.catalog.settings.values());
  const sectionOf = (setting: string): string | undefined => view.catalog.settings.get(setting)?.section;
  const here = view.given.find(({ name, value }) => touches({ start: name.start, end: value?.end ?? name.end }, at));
  const line = view.text.slice(view.text.lastIndexOf("\n", at.start - 1) + 1).split("\n", 1)[0] ?? "";
  const section = here && sectionOf(here.setting);
  // On an empty line every one is offered, on a setting those that belong to it.
  const added = additions(view)
    .filter(({ setting }) => (here ? sectionOf(setting) === section : line.trim() === ""))
    .map(({ setting, edit }) => ({
      title: l10n.t('Add "{0}" with its comment', setting),
      kind: CodeActionKind.RefactorRewrite,
      edit: { changes: changes(file, view.path, [edit]) },
    }));
  const sorted = sortBySection(view.text, (name) => {
    const own = sectionOf(name);
    return own === undefined ? undefined : sections.indexOf(own);
  });
  if (sorted.length === 0) return added;
  const title = l10n.t("Sort the settings by section");
  return [
    ...added,
    { title, kind: CodeActionKind.RefactorRewrite, edit: { changes: changes(file, view.path, sorted) } },
  ];
}

/** What a command line takes up in a file: its words there, and the program before them. */
function stretchOf({ command }: ReadCommand, path: string): Span {
  const words = command.words.filter((word) => word.path === path);
  const start = Math.min(...words.map((word) => word.start));
  const end = Math.max(...words.map((word) => word.end));
  return command.path === path && command.start <= start
    ? { start: command.start, end: Math.max(end, command.end) }
    : { start, end };
}

async function inCommands(file: OpenedFile, at: Span): Promise<CodeAction[]> {
  const { moveFlags } = await import("./service");
  const read = file.view.commands.find((each) => touches(stretchOf(each, file.view.path), at));
  const into = read && file.configOf(read);
  const move = read && into && moveFlags(read, file.view, into, file.view.catalog);
  if (!move || !into) return [];
  const { path } = into;
  const title = l10n.t("Move {0} into {1}", move.settings.join(", "), path);
  const command = changes(file, file.view.path, move.command);
  if (into.there) {
    const edit = { changes: { ...command, ...changes(file, path, move.config) } };
    return [{ title, kind: CodeActionKind.RefactorExtract, edit }];
  }
  const [content] = move.config;
  const uri = file.uri(path);
  const start = { line: 0, character: 0 };
  const documentChanges = [
    { kind: "create" as const, uri, options: { ignoreIfExists: true } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: content?.text ?? "" }] },
    ...Object.entries(command).map(([own, edits]) => ({ textDocument: { uri: own, version: null }, edits })),
  ];
  return [{ title, kind: CodeActionKind.RefactorExtract, edit: { documentChanges } }];
}

function changes(file: OpenedFile, path: string, edits: readonly Edit[]): Record<string, TextEdit[]> {
  const document = file.documentOf(path);
  const toPosition = (offset: number) => document.positionAt(offset);
  const own = edits.map(({ start, end, text }) => ({
    range: { start: toPosition(start), end: toPosition(end) },
    newText: text,
  }));
  return { [file.uri(path)]: own };
}
