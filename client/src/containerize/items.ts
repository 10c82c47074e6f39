import * as l10n from "@vscode/l10n";
import type { PlanResult } from "../../../server/src/protocol";
import type { Answers, Plan, PlannedFile } from "../../../server/src/scaffold/plan";

/** What a line of the screen does when it is picked. */
export type Choice =
  | { readonly kind: "accept" }
  | { readonly kind: "answer"; readonly answer: AnswerKey }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "note"; readonly text: string };

/** The answers that a person may change, in the order of the screen; of the others there is one choice so far. */
export type AnswerKey = Exclude<keyof Answers, "deployment" | "server">;

/** A button at the end of a line. */
export type Button = "compare" | "take" | "keep";

/** One line of the screen. */
export interface Item {
  readonly choice: Choice;
  /** With codicons: `$(check) Write 7 files`. */
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly buttons: readonly Button[];
}

/** Lines under a heading. The first section has none. */
export interface Section {
  readonly title?: string;
  readonly items: readonly Item[];
}

/** What the screen shows, beside the plan. */
export interface ScreenState {
  /** False in an untrusted workspace: everything is explained, nothing is written. */
  readonly trusted: boolean;
  /** The conflicting files that the user decided to replace. */
  readonly replaced: ReadonlySet<string>;
}

/** The files that applying the plan would write. */
export const writes = (plan: Plan): readonly PlannedFile[] =>
  plan.files.filter(({ action }) => action === "create" || action === "update");

/** The one screen of Containerize: accept first, then what was found, then what will be written; notes where they matter. */
export function screen(
  { project, plan }: PlanResult & { readonly plan: Plan },
  state: ScreenState,
): readonly Section[] {
  const { notes } = plan;
  const noted = notes.length === 0 ? [] : [{ title: l10n.t("Good to know"), items: notes.map(noteItem) }];
  // What is not right with the project, or is left as the user has it, is read before Enter; the rest may wait below the fold.
  const pressing = project.notes.length > 0 || plan.files.some(({ action }) => action === "conflict");
  return [
    { items: [acceptItem(plan, state, pressing ? 0 : notes.length)] },
    ...(pressing ? noted : []),
    { title: l10n.t("What was found"), items: answerItems(project, plan) },
    { title: l10n.t("What will be written"), items: plan.files.map((file) => fileItem(file, state)) },
    ...(pressing ? [] : noted),
  ];
}

/** @param below how many notes stand at the end of the screen */
function acceptItem(plan: Plan, { trusted }: ScreenState, below: number): Item {
  const count = writes(plan).length;
  const yours = plan.files.filter(({ action }) => action === "conflict").length;
  // The end of the screen may be below the fold.
  const remarks = [
    ...(yours === 0 ? [] : [l10n.t("Files of yours that stay as they are: {0}.", yours)]),
    ...(below === 0 ? [] : [l10n.t("Notes at the end: {0}.", below)]),
  ];
  const choice: Choice = { kind: "accept" };
  if (!trusted) {
    return {
      choice,
      label: `$(shield) ${l10n.t("Manage Workspace Trust")}`,
      detail: l10n.t("This workspace is not trusted, so the plan is shown and nothing is written."),
      buttons: [],
    };
  }
  if (count === 0) {
    return {
      choice,
      label: `$(check) ${l10n.t("Nothing to write")}`,
      detail: [l10n.t("Every file is as it should be, or is left as you have it."), ...remarks].join(" "),
      buttons: [],
    };
  }
  return {
    choice,
    label: `$(check) ${count === 1 ? l10n.t("Write 1 file") : l10n.t("Write {0} files", count)}`,
    description: l10n.t("Enter"),
    detail: [l10n.t("As one edit: Undo takes it back."), ...remarks].join(" "),
    buttons: [],
  };
}

function answerItems(project: PlanResult["project"], plan: Plan): readonly Item[] {
  const { answers } = plan;
  const item = (answer: AnswerKey, icon: string, label: string, description: string, detail?: string): Item => ({
    choice: { kind: "answer", answer },
    label: `$(${icon}) ${label}`,
    description,
    ...(detail === undefined ? {} : { detail }),
    buttons: [],
  });
  const found = project.candidates.find(({ target }) => target === answers.target);
  const written = plan.files.filter(({ path }) => !answers.without.includes(path)).length;
  return [
    item(
      "target",
      "symbol-function",
      l10n.t("Flask app"),
      answers.target,
      found && `${found.file}:${found.line}: ${found.reason}`,
    ),
    item("port", "plug", l10n.t("Port"), String(answers.port)),
    item("python", "versions", l10n.t("Python"), python(project, answers.python)),
    item(
      "services",
      "database",
      l10n.t("Databases and caches"),
      answers.services.length === 0 ? l10n.t("none") : answers.services.join(", "),
    ),
    item("without", "list-selection", l10n.t("Files to include"), l10n.t("{0} of {1}", written, plan.files.length)),
    item("language", "globe", l10n.t("Comments in the files"), answers.language === "ko" ? "한국어" : "English"),
  ];
}

function python({ pythonVersion, pythonVersionSource }: PlanResult["project"], version: string): string {
  if (version !== pythonVersion) return version;
  return pythonVersionSource === "default"
    ? l10n.t("{0} (the project names none)", version)
    : l10n.t("{0} (from {1})", version, pythonVersionSource);
}

const actionIcons: Readonly<Record<PlannedFile["action"], string>> = {
  create: "new-file",
  update: "edit",
  keep: "pass",
  conflict: "warning",
};

/** What happens to a file, in a word or two. */
function actionWords(action: PlannedFile["action"]): string {
  switch (action) {
    case "create":
      return l10n.t("new");
    case "update":
      return l10n.t("changes");
    case "keep":
      return l10n.t("stays");
    case "conflict":
      return l10n.t("yours, stays");
  }
}

function fileItem(file: PlannedFile, { replaced }: ScreenState): Item {
  const differs = file.current !== file.content;
  const buttons: Button[] = differs ? ["compare"] : [];
  if (file.action === "conflict") buttons.push("take");
  else if (replaced.has(file.path)) buttons.push("keep");
  return {
    choice: { kind: "file", path: file.path },
    label: `$(${actionIcons[file.action]}) ${file.path}`,
    description: l10n.t("{0}: {1}", actionWords(file.action), file.reason),
    buttons,
  };
}

const noteItem = (text: string): Item => ({
  choice: { kind: "note", text },
  label: `$(info) ${text}`,
  buttons: [],
});
