import * as vscode from "vscode";
import type { Project, ServiceName } from "../../../server/src/project/project";
import type { PlanResult } from "../../../server/src/protocol";
import type { Answers, Plan } from "../../../server/src/scaffold/plan";
import type { AnswerKey, Button } from "./items";

/** The Python versions that are offered: those that still get security fixes, newest first. */
const pythonVersions = ["3.14", "3.13", "3.12", "3.11", "3.10"] as const;

const services: readonly ServiceName[] = ["postgres", "mysql", "redis", "mongo", "memcached", "rabbitmq"];

/** Asks for one answer anew. Undefined where the user left it as it is. */
export async function ask(
  key: AnswerKey,
  { project, plan }: PlanResult & { readonly plan: Plan },
): Promise<Partial<Answers> | undefined> {
  const { answers } = plan;
  switch (key) {
    case "target":
      return askTarget(project, answers.target);
    case "port":
      return askPort(answers.port);
    case "python":
      return askPython(project, answers.python);
    case "services":
      return askServices(project, answers.services);
    case "without":
      return askFiles(plan);
    case "language":
      return pickOne(vscode.l10n.t("The language of the comments in the files"), [
        { label: "English", picked: answers.language === "en", value: { language: "en" } },
        { label: "한국어", picked: answers.language === "ko", value: { language: "ko" } },
      ]);
  }
}

/** Asks which app is to be served: one of those that were found, or one that the user names. */
export async function askTarget(project: Project, current?: string): Promise<Partial<Answers> | undefined> {
  const other = {
    label: `$(edit) ${vscode.l10n.t("Another…")}`,
    detail: vscode.l10n.t("module:callable, as Gunicorn takes it"),
    value: {},
  };
  const found = project.candidates.map(({ target, file, line, reason }) => ({
    label: target,
    description: `${file}:${line}`,
    detail: reason,
    picked: target === current,
    value: { target } satisfies Partial<Answers>,
  }));
  const picked = await pickOne<Partial<Answers>>(vscode.l10n.t("Which Flask app is to be served?"), [...found, other]);
  if (picked !== other.value) return picked;
  const target = await vscode.window.showInputBox({
    title: vscode.l10n.t("The Flask app, as module:callable"),
    value: current ?? "app:app",
    prompt: vscode.l10n.t("For example app:app, package.wsgi:application or package:create_app()"),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[^\s:]+:[^\s:].*$/.test(text.trim())
        ? undefined
        : vscode.l10n.t("Write it as module:callable, such as app:app."),
  });
  return target === undefined ? undefined : { target: target.trim() };
}

async function askPort(current: number): Promise<Partial<Answers> | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("The port that Nginx is reached at on this machine"),
    value: String(current),
    ignoreFocusOut: true,
    validateInput: (value) => (isPort(value) ? undefined : vscode.l10n.t("A port is a number from 1 to 65535.")),
  });
  return text === undefined ? undefined : { port: Number(text) };
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65535;

async function askPython(project: Project, current: string): Promise<Partial<Answers> | undefined> {
  const versions = [...new Set([current, project.pythonVersion, ...pythonVersions])].sort(newestFirst);
  return pickOne(
    vscode.l10n.t("The Python version of the image"),
    versions.map((python) => ({
      label: python,
      ...(python === project.pythonVersion && project.pythonVersionSource !== "default"
        ? { description: vscode.l10n.t("from {0}", project.pythonVersionSource) }
        : {}),
      picked: python === current,
      value: { python },
    })),
  );
}

const newestFirst = (one: string, other: string): number => Number(other.split(".")[1]) - Number(one.split(".")[1]);

async function askServices(project: Project, current: readonly ServiceName[]): Promise<Partial<Answers> | undefined> {
  const picked = await vscode.window.showQuickPick(
    services.map((label) => ({
      label,
      ...(project.services.includes(label)
        ? { description: vscode.l10n.t("the project's dependencies ask for it") }
        : {}),
      picked: current.includes(label),
    })),
    {
      title: vscode.l10n.t("The databases and caches that come with the stack"),
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  return picked && { services: picked.map(({ label }) => label) };
}

async function askFiles({ files, answers }: Plan): Promise<Partial<Answers> | undefined> {
  const picked = await vscode.window.showQuickPick(
    files.map(({ path, reason }) => ({ label: path, detail: reason, picked: !answers.without.includes(path) })),
    { title: vscode.l10n.t("The files that are written"), canPickMany: true, ignoreFocusOut: true },
  );
  if (picked === undefined) return undefined;
  const kept = new Set(picked.map(({ label }) => label));
  return { without: files.map(({ path }) => path).filter((path) => !kept.has(path)) };
}

/** Asks what is to become of a file that the user has, and that would be written differently. */
export function askConflict(path: string, replaced: boolean): Promise<Button | undefined> {
  return pickOne<Button>(vscode.l10n.t("{0} is yours, and differs from what would be written", path), [
    { label: `$(diff) ${vscode.l10n.t("Compare")}`, value: "compare" },
    { label: `$(discard) ${vscode.l10n.t("Keep mine")}`, picked: !replaced, value: "keep" },
    { label: `$(replace) ${vscode.l10n.t("Take the new one")}`, picked: replaced, value: "take" },
  ]);
}

interface Option<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Picks one of a few; the present one is active. Undefined where the user left with Escape. */
function pickOne<T>(title: string, options: readonly Option<T>[]): Promise<T | undefined> {
  const picker = vscode.window.createQuickPick<Option<T>>();
  picker.title = title;
  picker.ignoreFocusOut = true;
  picker.matchOnDescription = true;
  picker.items = options.map(({ picked, ...option }) =>
    picked ? { ...option, iconPath: new vscode.ThemeIcon("check") } : option,
  );
  const at = Math.max(
    0,
    options.findIndex(({ picked }) => picked),
  );
  picker.activeItems = picker.items.filter((_, index) => index === at);
  return new Promise((resolve) => {
    let value: T | undefined;
    picker.onDidAccept(() => {
      value = picker.activeItems[0]?.value;
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(value);
      picker.dispose();
    });
    picker.show();
  });
}
