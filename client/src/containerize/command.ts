import * as vscode from "vscode";
import { type PlanParams, type PlanResult, planRequest } from "../../../server/src/protocol";
import { fail, ok, type Result } from "../../../server/src/result";
import { memoryPath } from "../../../server/src/scaffold/memory";
import type { Answers, Plan, PlannedFile } from "../../../server/src/scaffold/plan";
import { chooseFolder, folderName } from "../folders";
import type { Parts } from "../parts";
import { configureTexts } from "../texts";
import { applyFiles } from "./apply";
import { ask, askTarget } from "./ask";
import { type Choice, screen, writes } from "./items";
import { compare } from "./preview";
import { showScreen } from "./screen";

/** What the command may be called with: by a key binding, a task, another extension. */
export interface ContainerizeArguments {
  /** A path or URI; the workspace's folder if left out. */
  readonly folder?: string | vscode.Uri;
  /** Accepts the plan without showing it. */
  readonly accept?: boolean;
  readonly answers?: Partial<Answers>;
  /** Conflicting files, by path, to be replaced. */
  readonly replace?: readonly string[];
}

/** What the command returns to its caller. */
export interface ContainerizeOutcome {
  /** `left`: the user went away; `refused`: `message` says why. */
  readonly result: "written" | "unchanged" | "left" | "refused";
  readonly files: readonly Pick<PlannedFile, "path" | "action" | "reason">[];
  readonly message?: string;
}

const left: ContainerizeOutcome = { result: "left", files: [] };

/** What the user has decided so far; the plan is always made anew from it. */
interface Decisions {
  answers: Partial<Answers>;
  readonly replaced: Set<string>;
}

/** A new run ends one that is still waiting behind a diff. */
let runs = 0;

/** **Flask: Containerize**: ask → plan → preview → apply. */
export async function containerizeCommand(parts: Parts, given: unknown): Promise<ContainerizeOutcome> {
  configureTexts();
  const run = ++runs;
  const { accept, answers, replace } = argumentsOf(given);
  const folder = await chooseFolder(given, vscode.l10n.t("Which folder is to be containerized?"));
  if (folder === undefined) return left;
  const decisions: Decisions = {
    answers: { ...(await editorLanguage(folder)), ...answers },
    replaced: new Set(replace),
  };

  let last: Choice | undefined;
  while (run === runs) {
    const made = await makePlan(parts, folder, decisions);
    if (!made.ok) return refused(made.problem.message);
    const planned = made.value;
    if (!hasPlan(planned)) {
      // Where an app was named already, the problem is another one: asking again would not help.
      if (accept || decisions.answers.target !== undefined) return refused(planned.problem);
      if (!(await settleTarget(planned, decisions)))
        return { ...left, result: "refused", message: planned.problem ?? "" };
      continue;
    }
    if (accept) return finish(parts, folder, planned.plan, true);

    const title = vscode.l10n.t("Containerize {0}", folderName(folder));
    const trusted = vscode.workspace.isTrusted;
    const picked = await showScreen(title, screen(planned, { trusted, replaced: decisions.replaced }), last);
    if (picked === undefined) return left;
    last = picked.choice;
    switch (picked.choice.kind) {
      case "accept": {
        // The files may have changed while the plan was looked at. What is written is what was seen.
        const again = await makePlan(parts, folder, decisions);
        if (!again.ok) return refused(again.problem.message);
        if (basis(again.value) === basis(planned)) {
          return finish(parts, folder, planned.plan, false);
        }
        void vscode.window.showWarningMessage(
          vscode.l10n.t("The project changed in the meantime. Look at the new plan, then accept it."),
        );
        break;
      }
      case "answer": {
        const changed = await ask(picked.choice.answer, planned);
        decisions.answers = { ...decisions.answers, ...changed };
        break;
      }
      case "file":
        await lookAt(parts, folder, planned.plan, picked.choice.path, picked.button, decisions);
        break;
      case "note":
        await vscode.window.showInformationMessage(picked.choice.text, { modal: true });
        break;
    }
  }
  return left;
}

/** The first time the files speak the editor's language; later what was remembered beside them decides. */
async function editorLanguage(folder: vscode.Uri): Promise<Pick<Answers, "language"> | undefined> {
  if (!vscode.env.language.startsWith("ko")) return undefined;
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, memoryPath));
    return undefined;
  } catch {
    return { language: "ko" };
  }
}

function argumentsOf(given: unknown): ContainerizeArguments {
  return typeof given === "object" && given !== null && !(given instanceof vscode.Uri) ? given : {};
}

const hasPlan = (planned: PlanResult): planned is PlanResult & { readonly plan: Plan } => planned.plan !== undefined;

/** Asks the server for the plan. */
async function makePlan(parts: Parts, folder: vscode.Uri, decisions: Decisions): Promise<Result<PlanResult>> {
  const params: PlanParams = {
    folder: folder.toString(),
    answers: decisions.answers,
    replace: [...decisions.replaced],
  };
  const title = vscode.l10n.t("Reading the project…");
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    try {
      return ok(await parts.ask<PlanResult>(planRequest, params));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      parts.output().error(`${planRequest}: ${message}`);
      return fail("not-read", vscode.l10n.t("The project could not be read: {0}", message));
    }
  });
}

/** What a plan was made from: its contents follow from it, but for the secrets, which are new in every plan. */
const basis = ({ project, plan }: PlanResult): string =>
  JSON.stringify([project, plan?.answers, plan?.files.map(({ path, action, current }) => [path, action, current])]);

/** With no plan, the app is what is missing: asks which of several it is, or where it is. False where the user left. */
async function settleTarget({ project, problem }: PlanResult, decisions: Decisions): Promise<boolean> {
  if (project.candidates.length === 0) {
    const name = vscode.l10n.t("Name the App");
    const pressed = await vscode.window.showErrorMessage(problem ?? vscode.l10n.t("No Flask app was found."), name);
    if (pressed !== name) return false;
  }
  const chosen = await askTarget(project);
  if (chosen === undefined) return false;
  decisions.answers = { ...decisions.answers, ...chosen };
  return true;
}

async function lookAt(
  parts: Parts,
  folder: vscode.Uri,
  plan: Plan,
  path: string,
  button: "compare" | "take" | "keep" | undefined,
  { replaced }: Decisions,
): Promise<void> {
  const file = plan.files.find((planned) => planned.path === path);
  if (file === undefined) return;
  if (button === "take") replaced.add(path);
  else if (button === "keep") replaced.delete(path);
  else await compare(parts.context, folder, file);
}

/** Writes the plan, and offers the next step. */
async function finish(parts: Parts, folder: vscode.Uri, plan: Plan, quiet: boolean): Promise<ContainerizeOutcome> {
  const files = plan.files.map(({ path, action, reason }) => ({ path, action, reason }));
  if (!vscode.workspace.isTrusted) {
    return { ...refuseUntrusted(quiet), files };
  }
  const toWrite = writes(plan);
  if (toWrite.length === 0) {
    offerStart(folder, vscode.l10n.t("Nothing had to be written: the stack is as it should be."));
    return { result: "unchanged", files };
  }
  const applied = await applyFiles(folder, toWrite);
  if (!applied.ok) {
    parts.output().error(applied.problem.message);
    return { ...refused(applied.problem.message), files };
  }
  parts.changed.fire();
  offerStart(
    folder,
    toWrite.length === 1
      ? vscode.l10n.t("1 file was written: {0}.", toWrite[0]?.path ?? "")
      : vscode.l10n.t("{0} files were written: {1}.", toWrite.length, toWrite.map(({ path }) => path).join(", ")),
  );
  return { result: "written", files };
}

function refuseUntrusted(quiet: boolean): ContainerizeOutcome {
  const message = vscode.l10n.t(
    "This workspace is not trusted, so nothing was written. Trust it, then containerize it.",
  );
  const manage = vscode.l10n.t("Manage Workspace Trust");
  if (quiet) {
    void vscode.window.showWarningMessage(message, manage).then((pressed) => {
      if (pressed === manage) void vscode.commands.executeCommand("workbench.trust.manage");
    });
  } else {
    // The line that was picked says so already.
    void vscode.commands.executeCommand("workbench.trust.manage");
  }
  return { result: "refused", files: [], message };
}

function refused(message = vscode.l10n.t("No Flask app was found.")): ContainerizeOutcome {
  void vscode.window.showErrorMessage(message);
  return { result: "refused", files: [], message };
}

function offerStart(folder: vscode.Uri, message: string): void {
  const start = vscode.l10n.t("Start Stack");
  void vscode.window.showInformationMessage(message, start).then((pressed) => {
    if (pressed === start) void vscode.commands.executeCommand("flaskStack.start", { folder });
  });
}
