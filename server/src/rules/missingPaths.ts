import ignore from "ignore";
import type { GunicornCommand } from "../languages/gunicorn/model";
import { inWorkspace } from "../languages/gunicorn/places/copies";
import type { Container } from "../stack/model";
import { join, nameOf, normalize, parentOf, within } from "../workspace/paths";
import type { Subject } from "./rule";

/** A config file is Python, and may make what it needs. */
export const makes = ({ gunicorn: { file }, text }: Subject): boolean =>
  file !== undefined && /makedirs|mkdir|Path\(/.test(text(file) ?? "");

/** Where a path of the machine that Gunicorn runs on would have to be in the workspace, and is not; undefined where it is there, or may be. */
export function missingAt(subject: Subject, command: GunicornCommand, written: string): string | undefined {
  const { directory, imageDirectory, inContainer, copies } = command;
  const there = (path: string) => path === "." || subject.exists(path);
  if (!inContainer) {
    const path = written.startsWith("/") || directory === undefined ? undefined : normalize(`${directory}/${written}`);
    return path === undefined || there(path) || makes(subject) ? undefined : path;
  }
  const absolute = written.startsWith("/") ? written : imageDirectory && `${imageDirectory}/${written}`;
  if (absolute === undefined || subject.containers.length === 0) return undefined;
  const [path, ...others] = copies.flatMap((copy) => inWorkspace(absolute, [copy]) ?? []).reverse();
  if (path === undefined || [path, ...others].some(there)) return undefined;
  const name = nameOf(path);
  const made = subject.containers.some(
    ({ stage, incomplete, service }) =>
      incomplete ||
      stage === undefined ||
      (service?.facts.volumes ?? []).some(({ target }) => target.includes(name)) ||
      stage.facts.runs.some(({ value }) => value.includes(name) || /git\s+clone|\btar\b|\bunzip\b/.test(value)) ||
      stage.facts.copies.some((copy) => copy.stage !== undefined || copy.sources.some((it) => /[*?[$<]/.test(it))),
  );
  return made ? undefined : path;
}

/** The file by which a `.dockerignore` keeps another one out of the image of a service; undefined where it does not. */
export function leftOutBy(subject: Subject, { service, stage }: Container, path: string): string | undefined {
  const folder = service?.facts.build && normalize(join(parentOf(service.path), service.facts.build.context));
  const relative = folder === undefined ? undefined : within(path, folder);
  if (folder === undefined || relative === undefined || stage === undefined) return undefined;
  const files = [`${stage.path}.dockerignore`, join(folder, ".dockerignore")];
  const file = files.find((it) => subject.text(it) !== undefined);
  if (file === undefined) return undefined;
  // Docker's patterns begin at the folder that is built; those of git are looked for in each.
  const lines = (subject.text(file) ?? "").split(/\r\n|\r|\n/).map((line) => line.trim());
  const patterns = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const judge = ignore().add(patterns.map((line) => line.replace(/\/+$/, "").replace(/^(!?)(\.?\/)?/, "$1/")));
  return judge.ignores(relative) ? file : undefined;
}
