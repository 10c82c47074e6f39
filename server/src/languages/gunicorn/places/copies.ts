import type { Files } from "../../../workspace/files";
import { ancestors, join, nameOf, normalize, parentOf } from "../../../workspace/paths";
import type { DockerStage } from "../../dockerfile/facts";
import type { Copy } from "../model";

/** Where a path of an image lies in the workspace, by the last copy that brought it; undefined where none is known to. */
export function inWorkspace(path: string, copies: readonly Copy[]): string | undefined {
  const wanted = absolute(path);
  for (const { from, to } of [...copies].reverse()) {
    if (wanted === to) return from;
    if (wanted.startsWith(to === "/" ? "/" : `${to}/`)) {
      return normalize(join(from, wanted.slice(to === "/" ? 1 : to.length + 1)));
    }
  }
  return undefined;
}

/**
 * What a stage copies from the folder that is built, in its order; what comes from other stages is not known.
 * @param context the folder that is built, relative to the workspace
 */
export function copiesOf(stage: DockerStage, context: string, files: Files | undefined): readonly Copy[] {
  return stage.copies.flatMap(({ stage: other, sources, target }) => {
    if (other !== undefined || /\$/.test(target)) return [];
    const to = absolute(target.startsWith("/") ? target : `${stage.workingDirectory ?? ""}/${target}`);
    return sources.flatMap((source): readonly Copy[] => {
      const from = normalize(join(context, source.replace(/^\/+/, "")));
      if (from === undefined || /[*?[$<]|^https?:/.test(source)) return [];
      const folder = isFolder(from, source, files);
      const intoFolder = !folder && (target.endsWith("/") || target === "." || sources.length > 1);
      return [{ from, to: intoFolder ? absolute(`${to}/${nameOf(from)}`) : to }];
    });
  });
}

function isFolder(path: string, written: string, files: Files | undefined): boolean {
  if (path === "." || written.endsWith("/")) return true;
  if (files === undefined) return !nameOf(path).includes(".");
  return files.list(parentOf(path)).some(({ name, kind }) => kind === "folder" && name === nameOf(path));
}

/** The folder that a Dockerfile is built from, where nothing says so: the nearest that has what it copies. */
export function contextOf(path: string, stages: readonly DockerStage[], files: Files | undefined): string {
  const own = parentOf(path);
  if (files === undefined) return own;
  const sources = stages.flatMap(({ copies }) =>
    copies.flatMap((copy) => (copy.stage === undefined ? copy.sources : [])),
  );
  const told = sources.map((source) => normalize(source.replace(/^\/+/, ""))).filter((it) => it !== undefined);
  const named = told.filter((source) => source !== "." && !/[*?[$<]/.test(source));
  const has = (folder: string) =>
    named.every((source) => {
      const at = join(folder, source);
      return files.list(parentOf(at)).some(({ name }) => name === nameOf(at));
    });
  return ancestors(own).find(has) ?? own;
}

/** An absolute path without `.`, `..` and doubled or closing slashes. */
function absolute(path: string): string {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}
