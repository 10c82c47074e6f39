import * as l10n from "@vscode/l10n";
import type { Project } from "../project/project";
import { fail, ok, type Result } from "../result";
import type { Files } from "../workspace/files";
import { actionFor } from "./actions";
import { checkAnswers, noTarget, proposeAnswers } from "./answers";
import { translateComments } from "./comments";
import { composeFile } from "./composeMerge";
import { databaseNotes } from "./databaseSetup";
import { makeBlueprint } from "./makeBlueprint";
import { hash, type Memory, memoryPath, readMemory, unixLines, writeMemory } from "./memory";
import { outcome, ownFileNotes } from "./ownFiles";
import type { Action, Answers, Plan, PlannedFile } from "./plan";
import { procfileNotes } from "./procfile";
import { needsName, projectName } from "./projectName";
import { runNotes } from "./runNotes";
import { checkTargetName } from "./targetName";
import { type Artefact, composePaths, composeTarget } from "./targets/compose";

/**
 * What Containerize would write into this project. Nothing is written. Answers that are given win over those
 * remembered in `.flask-stack.json`, and these over what the project proposes. `replace` names conflicting files,
 * by path, that the user gives up. Fails where there is no target, an answer cannot be, or a file that would be
 * merged cannot be read.
 */
export function plan(
  files: Files,
  project: Project,
  answers: Partial<Answers>,
  replace: readonly string[] = [],
): Result<Plan> {
  const memory = readMemory(files.text(memoryPath));
  if (!memory.ok) return memory;
  const decided = { ...memory.value.answers, ...defined(answers) };
  const checked = checkAnswers(decided, leavable(files));
  if (!checked.ok) return checked;
  const named = checkTargetName(files, project, answers.target);
  if (!named.ok) return named;
  const proposed = proposeAnswers(project);
  const target = decided.target ?? proposed.target;
  if (target === null) return noTarget(project, files.root);
  const complete: Answers = { ...proposed, ...decided, target };

  const name = memory.value.project ?? projectName(files.root);
  const { blueprint, notes } = makeBlueprint(files, project, complete, name);
  const artefacts = composeTarget(blueprint, files);
  const replaceable = artefacts.flatMap(({ path, local }) => (local ? [] : path));
  const stranger = replace.find((path) => !replaceable.includes(path));
  if (stranger !== undefined) return notReplaceable(stranger, replaceable);
  const planned: PlannedFile[] = [];
  const remembered: Record<string, string> = { ...memory.value.files };
  const said = [...project.notes, ...notes];
  for (const artefact of artefacts) {
    const file = planFile(artefact, files, memory.value, complete, replace);
    if (!file.ok) return file;
    planned.push(file.value.file);
    said.push(...file.value.notes);
    if (file.value.ours) remembered[artefact.path] = hash(file.value.file.content);
  }
  said.push(...ownFileNotes(planned, blueprint, files), ...procfileNotes(files, project, planned));
  // Of a limit in a file of the user's nothing is known.
  const ownLimit = planned.some(
    ({ path, content }) => path === "nginx/nginx.conf" && content !== outcome(planned, path),
  );
  const composePath = composeFile(files) ?? "compose.yaml";
  const writes = planned.some(({ action }) => action === "create" || action === "update");
  if (writes) said.push(...databaseNotes(files, blueprint));
  if (needsName(files.root) && outcome(planned, composePath)?.includes(`name: ${name}\n`) && writes) {
    said.push(
      l10n.t(
        "Docker can take no letter of the folder's name, so the stack is called {0}: name: in {1} may say another.",
        name,
        composePath,
      ),
    );
  }
  said.push(
    ...runNotes(
      {
        composePath,
        compose: outcome(planned, composePath) ?? "",
        text: (path) => outcome(planned, path) ?? files.text(path),
        port: answers.port,
        writes,
      },
      blueprint,
    ),
  );
  planned.push(planMemory(files, { project: name, answers: decisions(decided, proposed), files: remembered }));
  return ok({
    answers: complete,
    files: planned,
    notes: [...new Set(said)].filter((note) => !(ownLimit && note === project.uploadNote)),
  });
}

const notReplaceable = (path: string, replaceable: readonly string[]): Result<never> =>
  fail(
    "bad-answer",
    l10n.t("'{0}' is no file that can be replaced: use {1}.", path.replace(/\s+/g, " "), replaceable.join(", ")),
  );

interface Judged {
  readonly file: PlannedFile;
  readonly notes: readonly string[];
  /** After the plan is applied, what is there is what we made: it is remembered. */
  readonly ours: boolean;
}

function planFile(
  { path, content: english, merge, local }: Artefact,
  files: Files,
  memory: Memory,
  answers: Answers,
  replace: readonly string[],
): Result<Judged> {
  const content = translateComments(english, answers.language);
  const current = files.text(path);
  const judged = (action: Action, reason: string, result = content, ours = false, notes: readonly string[] = []) =>
    ok({ file: { path, action, reason, current, content: withLinesOf(current, result) }, notes, ours });

  const names = path === composeFile(files) ? [path, "compose.yaml"] : [path];
  if (names.some((name) => answers.without.includes(name))) return judged("keep", l10n.t("left out, as you decided"));
  const action = actionFor(current, content, memory.files[path]);
  if (current === undefined || action === "create") {
    return judged("create", l10n.t("is not there yet"), content, local !== true);
  }
  if (merge !== undefined && action === "conflict" && (local || memory.files[path] === undefined)) {
    if (replace.includes(path) && !local) return judged("update", l10n.t("replaced, as you decided"), content, true);
    const merged = merge(current, content);
    if (!merged.ok) return merged;
    return merged.value.content === current
      ? judged("keep", l10n.t("yours, and has all that the stack needs"), current, false, merged.value.notes)
      : judged(
          "update",
          l10n.t("yours, with what the stack needs added"),
          merged.value.content,
          false,
          merged.value.notes,
        );
  }
  switch (action) {
    case "keep":
      return judged("keep", l10n.t("already as it would be written"), current, local !== true);
    case "update":
      return judged("update", l10n.t("not edited since it was written"), content, true);
    case "conflict":
      return replace.includes(path)
        ? judged("update", l10n.t("replaced, as you decided"), content, true)
        : judged(
            "conflict",
            memory.files[path] === undefined ? l10n.t("was there before") : l10n.t("edited since it was written"),
          );
  }
}

function planMemory(files: Files, memory: Memory): PlannedFile {
  const current = files.text(memoryPath);
  const content = withLinesOf(current, writeMemory(memory));
  if (current === undefined) {
    return { path: memoryPath, action: "create", reason: l10n.t("remembers what was written"), current, content };
  }
  return current === content
    ? { path: memoryPath, action: "keep", reason: l10n.t("already as it would be written"), current, content }
    : { path: memoryPath, action: "update", reason: l10n.t("remembers what was written"), current, content };
}

/**
 * What differs from what is proposed was decided. Two are remembered in any case: the target, since the project is read
 * with it in mind, and the language, since a colleague's editor may speak another.
 */
function decisions(decided: Partial<Answers>, proposed: Partial<Record<keyof Answers, unknown>>): Partial<Answers> {
  const same = (key: keyof Answers) => JSON.stringify(decided[key]) === JSON.stringify(proposed[key]);
  const kept = (Object.keys(decided) as (keyof Answers)[]).filter(
    (key) => key === "target" || key === "language" || !same(key),
  );
  return Object.fromEntries(kept.map((key) => [key, decided[key]]));
}

/** The files that `without` can name: the compose file also by the name that it has here. */
const leavable = (files: Files): readonly string[] => [
  ...composePaths,
  ...files
    .list(".")
    .map(({ name }) => name)
    .filter((name) => /^(docker-)?compose\.ya?ml$/.test(name) && name !== "compose.yaml"),
];

const defined = (answers: Partial<Answers>): Partial<Answers> =>
  Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined));

/** A file keeps the line ends that it has. */
const withLinesOf = (current: string | undefined, content: string): string =>
  current?.includes("\r\n") ? unixLines(content).replaceAll("\n", "\r\n") : content;
