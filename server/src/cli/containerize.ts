import { posix } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Action, Plan } from "../scaffold/plan";
import { chooseLanguage } from "../spokenLanguage";
import { answerKeys, readAnswers } from "./answers";
import { columns } from "./columns";
import { type Command, exit } from "./command";
import { folderArgument } from "./folder";
import { missingModule } from "./missingModule";
import { choice, formatOption, portOption } from "./options";
import { take } from "./take";
import { showProblem } from "./terminal";

/** `flask-stack containerize [DIR]`: writes the files of the stack, after showing which, and asking. */
export const containerize = (): Command => ({
  name: "containerize",
  operands: "[DIR]",
  maxOperands: 1,
  summary: l10n.t("Writes the Dockerfile, compose.yaml, and the Nginx and Gunicorn configuration."),
  options: {
    target: {
      type: "string",
      placeholder: "compose",
      help: l10n.t("What to deploy to; compose unless told. The app itself is named with --set target=module:app."),
    },
    set: {
      type: "string",
      multiple: true,
      placeholder: "KEY=VALUE",
      help: l10n.t("Answers a question: {0}. Can be repeated.", answerKeys),
    },
    port: portOption(),
    replace: {
      type: "string",
      multiple: true,
      placeholder: "PATH",
      help: l10n.t("Replaces this file of yours, which would be left alone. Can be repeated."),
    },
    "dry-run": { type: "boolean", help: l10n.t("Writes nothing and prints what would change, as a diff.") },
    yes: { type: "boolean", short: "y", help: l10n.t("Writes without asking.") },
    format: formatOption(),
  },
  async run(args, terminal) {
    const taken = take(terminal, {
      format: choice(args, "format", ["text", "json"]),
      answers: readAnswers(args.text("target"), args.text("port"), args.texts("set")),
      folder: folderArgument(args),
    });
    if (taken === undefined) return exit.unusable;
    const [{ openFiles }, { inspect }, { plan }, { memoryPath }] = await Promise.all([
      import("../workspace/diskFiles"),
      import("../project/inspect"),
      import("../scaffold/containerize"),
      import("../scaffold/memory"),
    ]);
    const files = openFiles(taken.folder);
    // The first time the files speak the user's language; later what was remembered beside them decides.
    const spoken = chooseLanguage(args.text("lang"), process.env);
    const language = files.text(memoryPath) === undefined && spoken !== "en" ? { language: spoken } : {};
    const project = inspect(files, taken.answers.target);
    const made = plan(files, project, { ...language, ...taken.answers }, args.texts("replace").map(slashed));
    if (!made.ok) {
      showProblem(terminal, made.problem);
      return made.problem.code === "bad-answer" ? exit.unusable : exit.failed;
    }
    const missing = missingModule(files, made.value.answers.target, project);
    const planned = missing === undefined ? made.value : { ...made.value, notes: [missing, ...made.value.notes] };
    const show = () =>
      terminal.out(taken.format === "json" ? JSON.stringify(report(planned), undefined, 2) : describe(planned));
    if (args.flag("dry-run")) {
      if (taken.format === "json") show();
      else await showDiff(planned, terminal);
      return exit.fine;
    }
    let asked = false;
    const writes = planned.files.filter(({ action }) => action === "create" || action === "update");
    if (writes.length > 0 && !args.flag("yes")) {
      if (!terminal.interactive) {
        terminal.err(
          l10n.t("Nothing was written, since there is nobody to ask: add --yes to write, or --dry-run to look."),
        );
        return exit.unusable;
      }
      terminal.err(describe(planned));
      asked = true;
      if (!(await terminal.confirm(l10n.t("Write these files?")))) {
        terminal.err(l10n.t("Nothing was written."));
        return exit.failed;
      }
    }
    if (writes.length > 0) {
      const { applyPlan } = await import("../scaffold/apply");
      const applied = await applyPlan(taken.folder, planned);
      if (!applied.ok) {
        showProblem(terminal, applied.problem);
        return exit.failed;
      }
    }
    // Who was asked has seen it.
    if (!asked || taken.format === "json") show();
    if (taken.format === "text") {
      const { missingStages } = await import("../scaffold/ownFiles");
      terminal.err(whatNext(writes.length > 0, missingStages(planned.files), args.positionals[0]));
    }
    return exit.fine;
  },
});

/** As the plan names its files: `./nginx\\nginx.conf` is `nginx/nginx.conf`. */
const slashed = (path: string): string => posix.normalize(path.replaceAll("\\", "/"));

/** The last line: how to start the stack, or what to do before it can start. */
function whatNext(written: boolean, missingStages: readonly string[], folder: string | undefined): string {
  const command = (words: string) => `flask-stack ${words}${folder === undefined ? "" : ` ${asWord(folder)}`}`;
  if (missingStages.length > 0) {
    const stages = missingStages.join(", ");
    return written
      ? l10n.t(
          "Written, but the stack cannot start yet: first add the stage {0} to your Dockerfile, or take the proposed one with: {1}",
          stages,
          command("containerize --replace Dockerfile"),
        )
      : l10n.t(
          "The stack cannot start yet: first add the stage {0} to your Dockerfile, or take the proposed one with: {1}",
          stages,
          command("containerize --replace Dockerfile"),
        );
  }
  return written
    ? l10n.t("Written. Start the stack with: {0}", command("up"))
    : l10n.t("Nothing had to be changed. Start the stack with: {0}", command("up"));
}

/** A path as a shell takes it for one word. */
const asWord = (path: string): string => {
  if (/^[\p{L}\p{N}_./:\\~][\p{L}\p{N}_./:\\~+@%-]*$/u.test(path)) return path;
  const safe = path.startsWith("-") ? `./${path}` : path;
  return /["$`!\\]/.test(safe) ? `'${safe.replaceAll("'", "'\\''")}'` : `"${safe}"`;
};

/** The JSON contract: `target` is the deployment target; `app` the WSGI target. */
const report = (plan: Plan): object => ({
  target: plan.answers.deployment,
  app: plan.answers.target,
  answers: plan.answers,
  files: plan.files.map(({ path, action, reason }) => ({ path, action, reason })),
  notes: plan.notes,
});

/**
 * What would be written, as a diff that `patch` and `git apply` take; what is only proposed stands below it behind `#`,
 * which both pass over. What a person should know goes to stderr.
 */
async function showDiff(plan: Plan, terminal: { out(text: string): void; err(text: string): void }): Promise<void> {
  const { unifiedDiff } = await import("../scaffold/diff");
  const diff = unifiedDiff(plan).trimEnd();
  if (diff !== "") terminal.out(diff);
  const proposed = plan.files.filter(({ action }) => action === "conflict");
  for (const file of proposed) {
    const lines = unifiedDiff({ ...plan, files: [{ ...file, action: "update" }] }).trimEnd();
    terminal.out([`# proposed, not written: ${file.path}`, lines.replace(/^/gm, "# ").trimEnd()].join("\n"));
  }
  for (const note of plan.notes) terminal.err(note);
  if (proposed.length > 0) {
    const paths = proposed.map(({ path }) => path).join(", ");
    terminal.err(
      l10n.t("Proposed only, behind #, since these files are yours: {0}. Take one with --replace PATH.", paths),
    );
  } else if (diff === "") terminal.err(l10n.t("Nothing would change."));
}

const actionNames = (): Record<Action, string> => ({
  create: l10n.t("create"),
  update: l10n.t("update"),
  keep: l10n.t("keep"),
  conflict: l10n.t("yours"),
});

/** The plan as a person reads it. */
function describe(plan: Plan): string {
  const names = actionNames();
  return [
    l10n.t("App {0}, Python {1}, port {2}", plan.answers.target, plan.answers.python, plan.answers.port),
    ...columns(plan.files.map(({ path, action, reason }) => [` ${names[action]}`, path, reason])),
    ...(plan.notes.length > 0 ? ["", ...plan.notes] : []),
    ...(plan.files.some(({ action }) => action === "conflict")
      ? [l10n.t("Your own files stay as they are: --dry-run shows what would be proposed, --replace PATH takes it.")]
      : []),
  ].join("\n");
}
