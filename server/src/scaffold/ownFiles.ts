import * as l10n from "@vscode/l10n";
import { DockerfileParser } from "dockerfile-ast";
import ignore from "ignore";
import type { Files } from "../workspace/files";
import type { Blueprint } from "./blueprint";
import { buildReads } from "./dockerignore";
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
    if (path === "Dockerfile") return stageNotes(missingStages(planned));
    if (path === ".dockerignore") return droppedFiles(current, blueprint);
    if (path === "nginx/nginx.conf") return nginxNotes(path, aroundNginx(planned, files));
    return path === "gunicorn.conf.py" ? gunicornNotes(path, current, planned) : [];
  });
  return [...notes, ...secretNotes(planned, files)];
}

/** What is around an `nginx.conf` that stays, once the plan is applied. */
function aroundNginx(planned: readonly PlannedFile[], files: Files): Around {
  const composePath = planned.find(({ path }) => /compose\.ya?ml$/.test(path))?.path ?? "compose.yaml";
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

function droppedFiles(dockerignore: string, blueprint: Blueprint): readonly string[] {
  const judge = judgeOf(dockerignore);
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

/** Files of secrets that the Dockerfile copies with the rest, since no line of .dockerignore leaves them out. */
function secretNotes(planned: readonly PlannedFile[], files: Files): readonly string[] {
  const copiesAll = /^\s*(?:COPY|ADD)\s+(?:--(?!from=)\S+\s+)*(?:\[\s*)?"?\.\/?"?[\s,]/im;
  if (!copiesAll.test(outcome(planned, "Dockerfile") ?? "")) return [];
  const judge = judgeOf(outcome(planned, ".dockerignore") ?? "");
  const there = files.list(".").flatMap(({ name, kind }) => (kind === "file" ? name : []));
  const written = planned.flatMap(({ path, action }) => (action === "create" ? path : []));
  return [...new Set([...there, ...written])]
    .filter((path) => /^\.env(\..+)?$/.test(path) && !/\.(example|sample|template|dist)$/.test(path))
    .filter((path) => !judge.ignores(path))
    .map((path) =>
      l10n.t(
        "{0} gets into the image, since .dockerignore lets it through, and whoever has the image can read the secrets in it: add the line {0} at the end of .dockerignore.",
        path,
      ),
    );
}

/** What is in a file once the plan is applied. */
export function outcome(planned: readonly PlannedFile[], path: string): string | undefined {
  const file = planned.find((item) => item.path === path);
  return file?.action === "conflict" || file?.action === "keep" ? file.current : file?.content;
}

/** Docker's patterns without `**` are anchored at the top, git's are not; a name alone is the same in both at the top. */
const judgeOf = (dockerignore: string) =>
  ignore().add(
    dockerignore
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.replace(/\/+$/, "").replace(/^(!?)(?:\.?\/)?(?!\*\*)/, "$1/")),
  );
