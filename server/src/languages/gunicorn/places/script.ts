import type { Files } from "../../../workspace/files";
import { nameOf, normalize, parentOf } from "../../../workspace/paths";
import { isShell, unwrap } from "../../shell/wrappers";
import type { CommandWord } from "../model";
import type { Around } from "./around";
import { inWorkspace } from "./copies";

/** The script of the workspace that a command runs, as the entry point of an image; undefined where it runs none. */
export function scriptOf(words: readonly CommandWord[], around: Around, files: Files): string | undefined {
  const rest = words.slice(unwrap(words.map(({ text }) => text)).start);
  const [program, first] = rest;
  const written = program !== undefined && isShell(program.text) ? first : program;
  if (written === undefined || written.unknown || written.text.startsWith("-")) return undefined;
  const path = pathOf(written.text, around);
  const there =
    path !== undefined && files.list(parentOf(path)).some(({ name, kind }) => kind === "file" && name === nameOf(path));
  return there ? path : undefined;
}

function pathOf(written: string, { imageDirectory, directory, copies, inContainer }: Around): string | undefined {
  if (written.startsWith("/")) return inWorkspace(written, copies);
  // A name alone is looked for on the PATH, but who copies a script there copies it by name.
  if (!written.includes("/")) return copies.findLast(({ to }) => nameOf(to) === written)?.from;
  if (inContainer)
    return imageDirectory === undefined ? undefined : inWorkspace(`${imageDirectory}/${written}`, copies);
  return directory === undefined ? undefined : normalize(`${directory}/${written}`);
}
