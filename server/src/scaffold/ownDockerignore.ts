import * as l10n from "@vscode/l10n";
import ignore from "ignore";
import { readStages } from "../languages/dockerfile/stages";
import type { Files } from "../workspace/files";
import { nameOf, normalize } from "../workspace/paths";
import { walk } from "../workspace/walk";
import type { Blueprint } from "./blueprint";
import { buildReads } from "./dockerignore";
import { outcome } from "./ownFiles";
import type { PlannedFile } from "./plan";

/** Docker reads this one instead of `.dockerignore` where it is there. */
const besideDockerfile = "Dockerfile.dockerignore";

const pathOf = (files: Files): string =>
  files.text(besideDockerfile) === undefined ? ".dockerignore" : besideDockerfile;

const textOf = (planned: readonly PlannedFile[], files: Files): string =>
  outcome(planned, pathOf(files)) ?? files.text(pathOf(files)) ?? "";

/** That our `.dockerignore` counts for nothing beside one that is the Dockerfile's own, and what that one drops. */
export function ignoreNotes(planned: readonly PlannedFile[], files: Files, blueprint: Blueprint): readonly string[] {
  if (pathOf(files) === ".dockerignore") return [];
  const writes = planned.some(({ path, action }) => path === ".dockerignore" && action === "create");
  return [
    ...(writes
      ? [
          l10n.t(
            "Docker reads {0} instead of .dockerignore: move what you need from there to .dockerignore, and remove {0}.",
            besideDockerfile,
          ),
        ]
      : []),
    ...droppedFiles(planned, files, blueprint),
  ];
}

/** What the build reads and the file that counts keeps out of it. */
export function droppedFiles(planned: readonly PlannedFile[], files: Files, blueprint: Blueprint): readonly string[] {
  const judge = judgeOf(textOf(planned, files));
  const dropped = buildReads(blueprint).filter((path) => judge.ignores(path));
  return dropped.length === 0
    ? []
    : [
        l10n.t(
          "Your own {2} keeps {0} out of the build, which reads it: add a line that says {1}.",
          dropped.join(", "),
          dropped.map((path) => `!${path}`).join(" "),
          pathOf(files),
        ),
      ];
}

/** Files of secrets that the Dockerfile copies with the rest, since no line of the file that counts leaves them out. */
export function secretNotes(planned: readonly PlannedFile[], files: Files): readonly string[] {
  const copied = readStages(outcome(planned, "Dockerfile") ?? "").flatMap(({ copies }) =>
    copies.flatMap(({ stage, sources }) => (stage === undefined ? sources : [])),
  );
  const text = textOf(planned, files);
  if (copied.length === 0 || leavesAllOut(text)) return [];
  const judge = judgeOf(text);
  const isCopied = (path: string): boolean =>
    copied.some((source) => {
      const from = normalize(source.replace(/^\/+/, "") || ".");
      return from === "." || path === from || path.startsWith(`${from}/`);
    });
  const written = planned.flatMap(({ path, action }) => (action === "create" ? path : []));
  return [...new Set([...walk(files).files, ...written])]
    .filter((path) => /^\.env(\..+)?$/.test(nameOf(path)) && !/\.(example|sample|template|dist)$/.test(path))
    .filter((path) => isCopied(path) && !judge.ignores(path))
    .map((path) =>
      l10n.t(
        "{0} gets into the image, since {1} lets it through, and whoever has the image can read the secrets in it: add the line {0} at the end of {1}.",
        path,
        pathOf(files),
      ),
    );
}

/** As the one that is generated does: then nothing has to be looked for. */
const leavesAllOut = (text: string): boolean =>
  ["**/.env", "**/.env.*"].every((line) => text.split(/\r?\n/).includes(line)) && !/^!.*\.env/m.test(text);

/** Docker's patterns without `**` are anchored at the top, git's are not; a name alone is the same in both at the top. */
const judgeOf = (dockerignore: string) =>
  ignore().add(
    dockerignore
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.replace(/\/+$/, "").replace(/^(!?)(?:\.?\/)?(?!\*\*)/, "$1/")),
  );
