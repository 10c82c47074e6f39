import ignore from "ignore";
import type { Files } from "../../../workspace/files";
import { join } from "../../../workspace/paths";

export interface Mount {
  /** Relative to the project. */
  readonly source: string;
  /** In the container. */
  readonly target: string;
}

/**
 * What is mounted so that a container runs the sources as they are now: what its image has copied, without what the
 * image leaves out, and around what is mounted there already.
 * @param taken paths in the container that are volumes or memory
 */
export function mountsOf(files: Files, copies: readonly Mount[], taken: readonly string[]): readonly Mount[] {
  const left = ignore().add(files.text(".dockerignore") ?? "");
  const isLeft = (path: string, folder: boolean) => left.ignores(folder ? `${path}/` : path);
  const inside = ({ source, target }: Mount): readonly Mount[] =>
    files.list(source).flatMap(({ name, kind }) => {
      // Repositories, environments, and files of secrets.
      if (name.startsWith(".") || name === "__pycache__") return [];
      const folder = kind === "folder";
      const one = { source: join(source, name), target: `${target.replace(/\/$/, "")}/${name}` };
      if (isLeft(one.source, folder) || taken.includes(one.target)) return [];
      return folder && taken.some((path) => path.startsWith(`${one.target}/`)) ? inside(one) : [one];
    });
  const all = copies.flatMap((copy) => {
    if (copy.source !== "." && isLeft(copy.source, false)) return [];
    const isFolder = copy.source === "." || files.list(copy.source).length > 0;
    const whole =
      copy.source !== "." && !taken.some((path) => path === copy.target || path.startsWith(`${copy.target}/`));
    return isFolder && !whole ? inside(copy) : [copy];
  });
  // What is copied later lies on top.
  return [...new Map(all.map((one) => [one.target, one])).values()];
}
