import * as l10n from "@vscode/l10n";
import { DockerfileParser } from "dockerfile-ast";
import type { Files } from "../workspace/files";
import type { Blueprint } from "./blueprint";
import { droppedFiles, ignoreNotes, secretNotes } from "./ownDockerignore";
import { gunicornNotes } from "./ownGunicorn";
import { type Around, nginxNotes } from "./ownNginx";
import type { PlannedFile } from "./plan";

/** What in files that stay the user's keeps the stack from being built, or secrets from staying out of it; translated. */
export function ownFileNotes(planned: readonly PlannedFile[], blueprint: Blueprint, files: Files): readonly string[] {
  const notes = planned.flatMap(({ path, action, current }) => {
    if (action === "keep" && current === undefined && path === "nginx/nginx.conf") {
      return [l10n.t("The Dockerfile copies {0}, which you leave out: put your own there.", path)];
    }
    if (action !== "conflict" || current === undefined) return [];
    if (path === "Dockerfile") return stageNotes(missingStages(planned), composePathOf(planned));
    if (path === ".dockerignore") return droppedFiles(planned, files, blueprint);
    if (path === "nginx/nginx.conf") return nginxNotes(path, aroundNginx(planned, files));
    return path === "gunicorn.conf.py" ? gunicornNotes(path, current, planned) : [];
  });
  return [...notes, ...ignoreNotes(planned, files, blueprint), ...secretNotes(planned, files)];
}

/** The compose file as the user calls it. */
const composePathOf = (planned: readonly PlannedFile[]): string =>
  planned.find(({ path }) => /compose\.ya?ml$/.test(path))?.path ?? "compose.yaml";

/** What is around an `nginx.conf` that stays, once the plan is applied. */
function aroundNginx(planned: readonly PlannedFile[], files: Files): Around {
  const composePath = composePathOf(planned);
  const isOurs = (path: string) =>
    planned.some((file) => file.path === path && file.content === outcome(planned, path));
  const after = { ...files, text: (path: string) => outcome(planned, path) ?? files.text(path) };
  return {
    files: after,
    composePath,
    ownDockerfile: isOurs("Dockerfile"),
    ownGunicorn: isOurs("Dockerfile") && isOurs("gunicorn.conf.py"),
  };
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

function stageNotes(missing: readonly string[], composePath: string): readonly string[] {
  return missing.length === 0
    ? []
    : [
        l10n.t(
          "Your own Dockerfile has no stage {0}, which {1} builds: compare it with the proposed one, and take that over or add the stage.",
          missing.join(", "),
          composePath,
        ),
      ];
}

/** What is in a file once the plan is applied. */
export function outcome(planned: readonly PlannedFile[], path: string): string | undefined {
  const file = planned.find((item) => item.path === path);
  return file?.action === "conflict" || file?.action === "keep" ? file.current : file?.content;
}
