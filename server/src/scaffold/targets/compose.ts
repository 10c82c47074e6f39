import { ok, type Result } from "../../result";
import type { Files } from "../../workspace/files";
import type { Blueprint } from "../blueprint";
import { compose } from "../compose";
import { composeFile, type Merged, mergeCompose } from "../composeMerge";
import { dockerfile } from "../dockerfile";
import { dockerignore } from "../dockerignore";
import { mergeDotenv, mergeDotenvExample } from "../dotenv";
import { envExample } from "../envExample";
import { gitignore, mergeGitignore } from "../gitignore";
import { gunicornConf } from "../gunicornConf";
import { nginxConf } from "../nginxConf";
import { needsName } from "../projectName";
import { dotenv, randomSecret, selfMadeSecrets } from "../secrets";

/** A file of a deployment target. */
export interface Artefact {
  readonly path: string;
  readonly content: string;
  /** Where the user already has this file: theirs, with what is missing in it added. */
  readonly merge?: (current: string, ours: string) => Result<Merged>;
  /** Belongs to one machine: it is made once, not remembered, and nothing but a merge ever changes it. */
  readonly local?: true;
}

/** The paths of everything that this target may write. */
export const composePaths = [
  "Dockerfile",
  "compose.yaml",
  "gunicorn.conf.py",
  "nginx/nginx.conf",
  ".dockerignore",
  ".env.example",
  ".env",
  ".gitignore",
] as const;

/** Nginx, Gunicorn and Flask in Docker, run by compose. */
export function composeTarget(blueprint: Blueprint, files: Files): readonly Artefact[] {
  const composePath = composeFile(files) ?? "compose.yaml";
  const ours = compose(blueprint);
  const merge = (current: string, ours: string) =>
    mergeCompose(current, ours, composePath, needsName(files.root) ? blueprint.name : undefined);
  const current = files.text(composePath);
  const merged = current === undefined ? undefined : merge(current, ours);
  const outcome = merged?.ok ? merged.value.content : ours;
  const secrets = selfMadeSecrets(blueprint, outcome);
  return [
    { path: "Dockerfile", content: dockerfile(blueprint) },
    { path: composePath, content: ours, merge },
    { path: "gunicorn.conf.py", content: gunicornConf(blueprint) },
    { path: "nginx/nginx.conf", content: nginxConf(blueprint) },
    { path: ".dockerignore", content: dockerignore(blueprint) },
    { path: ".env.example", content: envExample(blueprint, outcome), merge: plainly(mergeDotenvExample) },
    ...(secrets.length === 0
      ? []
      : [{ path: ".env", content: dotenv(secrets, randomSecret), merge: plainly(mergeDotenv), local: true as const }]),
    // Both compose.yaml and .env.example tell the user to keep secrets in .env.
    { path: ".gitignore", content: gitignore, merge: plainly(mergeGitignore), local: true },
  ];
}

const plainly =
  (merge: (current: string, ours: string) => string) =>
  (current: string, ours: string): Result<Merged> =>
    ok({ content: merge(current, ours), notes: [] });
