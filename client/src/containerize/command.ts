import * as vscode from "vscode";
import type { Project } from "../../../server/src/project/project";
import { type PlanParams, type PlanResult, planRequest } from "../../../server/src/protocol";
import { fail, ok, type Problem, type Result } from "../../../server/src/result";
import { memoryPath } from "../../../server/src/scaffold/memory";
import type { Answers, Plan } from "../../../server/src/scaffold/plan";
import { chooseFolder, folderName } from "../folders";
import type { Parts } from "../parts";
import { configureTexts } from "../texts";
import { ask, askConflict, askTarget } from "./ask";
import { type ContainerizeOutcome, finish, left, refused } from "./finish";
import { type Button, type Choice, screen } from "./items";
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
  const language = await editorLanguage(folder);
  const decisions: Decisions = {
    answers: { ...language, ...answers },
    replaced: new Set(replace),
  };

  // What the last plan was made from; at first, what needs no answer.
  let sound = language;
  let last: Choice | undefined;
  while (run === runs) {
    const made = await makePlan(parts, folder, decisions);
    if (!made.ok) return refused(folder, made.problem.message);
    const planned = made.value;
    if (!hasPlan(planned)) {
      const problem = inEditorWords(planned, folder);
      if (!accept && problem.code === "bad-answer" && decisions.answers !== sound) {
        void vscode.window.showErrorMessage(problem.message);
        decisions.answers = sound;
        continue;
      }
      if (accept || !settles.has(problem.code)) return refused(folder, problem.message);
      if (!(await settleTarget(planned.project, problem, decisions))) {
        return { ...left, result: "refused", message: problem.message };
      }
      continue;
    }
    sound = decisions.answers;
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
        if (!again.ok) return refused(folder, again.problem.message);
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
        // What is left to do is to accept, with the Enter that the line names.
        if (changed !== undefined) last = undefined;
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
async function editorLanguage(folder: vscode.Uri): Promise<Partial<Answers>> {
  if (!vscode.env.language.startsWith("ko")) return {};
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, memoryPath));
    return {};
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

/** The problems that end with the user's naming the app. */
const settles: ReadonlySet<string> = new Set(["no-target", "several-targets"]);

/** What is missing, said to somebody who sits before an editor: the server's own words name the terminal's options. */
function inEditorWords({ problem, project }: PlanResult, folder: vscode.Uri): Problem {
  const { code, message } = problem ?? { code: "no-target", message: "" };
  if (code === "no-target") {
    const said = vscode.l10n.t(
      "No Flask app was found in {0}: app = Flask(...) and create_app() were looked for in every Python file that could be read. Name the app, or containerize another folder.",
      folderName(folder),
    );
    return { code, message: said };
  }
  if (code === "several-targets") {
    const names = project.candidates.map(({ target }) => target).join(", ");
    return { code, message: vscode.l10n.t("Several Flask apps are equally likely, so choose one: {0}.", names) };
  }
  return { code, message };
}

/** Asks which of several apps it is, or where it is. False where the user left. */
async function settleTarget(project: Project, problem: Problem, decisions: Decisions): Promise<boolean> {
  if (problem.code === "no-target") {
    const name = vscode.l10n.t("Name the App");
    if ((await vscode.window.showErrorMessage(problem.message, name)) !== name) return false;
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
  button: Button | undefined,
  { replaced }: Decisions,
): Promise<void> {
  const file = plan.files.find((planned) => planned.path === path);
  if (file === undefined) return;
  const theirs = file.action === "conflict" || replaced.has(path);
  const wanted = button ?? (theirs ? await askConflict(path, replaced.has(path)) : "compare");
  if (wanted === "take") replaced.add(path);
  else if (wanted === "keep") replaced.delete(path);
  else if (wanted === "compare") await compare(parts.context, folder, file);
}
