import * as l10n from "@vscode/l10n";
import { DockerfileParser } from "dockerfile-ast";
import ignore from "ignore";
import type { Blueprint } from "./blueprint";
import { buildReads } from "./dockerignore";
import { gunicornNotes } from "./ownGunicorn";
import type { PlannedFile } from "./plan";

/** What in files that stay the user's keeps the stack from being built; already translated. */
export function ownFileNotes(files: readonly PlannedFile[], blueprint: Blueprint): readonly string[] {
  return files.flatMap(({ path, action, current }) => {
    if (action === "keep" && current === undefined && path === "nginx/nginx.conf") {
      return [l10n.t("The Dockerfile copies {0}, which you leave out: put your own there.", path)];
    }
    if (action !== "conflict" || current === undefined) return [];
    if (path === "Dockerfile") return stageNotes(missingStages(files));
    if (path === ".dockerignore") return droppedFiles(current, blueprint);
    return path === "gunicorn.conf.py" ? gunicornNotes(path, current, files) : [];
  });
}

/** The stages that compose.yaml builds and a Dockerfile that stays the user's has not: until it has, nothing starts. */
export function missingStages(files: readonly PlannedFile[]): readonly string[] {
  const own = files.find(({ path, action }) => path === "Dockerfile" && action === "conflict");
  if (own?.current === undefined) return [];
  const compose = files.find(({ path }) => /compose\.ya?ml$/.test(path))?.content ?? "";
  const stages = new Set(
    DockerfileParser.parse(own.current)
      .getFROMs()
      .map((from) => from.getBuildStage()),
  );
  return ["nginx", "web"].filter((name) => !stages.has(name) && new RegExp(`target: *["']?${name}\\b`).test(compose));
}

function stageNotes(missing: readonly string[]): readonly string[] {
  return missing.length === 0
    ? []
    : [
        l10n.t(
          "Your own Dockerfile has no stage {0}, which compose.yaml builds: compare it with the proposed one, and take that over or add the stage.",
          missing.join(", "),
        ),
      ];
}

/** Docker's patterns without `**` are anchored at the top, git's are not; a name alone is the same in both at the top. */
function droppedFiles(dockerignore: string, blueprint: Blueprint): readonly string[] {
  const judge = ignore().add(
    dockerignore
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.replace(/^(!?)(?:\.?\/)?(?!\*\*)/, "$1/")),
  );
  const dropped = buildReads(blueprint).filter((path) => judge.ignores(path));
  return dropped.length === 0
    ? []
    : [
        l10n.t(
          "Your own .dockerignore keeps {0} out of the build, which reads it: add a line that says {1}.",
          dropped.join(", "),
          dropped.map((path) => `!${path}`).join(" "),
        ),
      ];
}
