import { posix } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Containers } from "../../../server/src/engine/engine";
import { fail, ok, type Result } from "../../../server/src/result";

/** Runs a program in the container that is looked into. */
export type RunInside = (command: readonly string[]) => ReturnType<Containers["run"]>;

/** Something in a folder of a container. */
export interface Entry {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly folder: boolean;
}

/** How much of a file is shown, in bytes: what an exec keeps of what a program writes is a little more. */
const most = 150_000;

/** The folder that the container's program was started in; `/` where that cannot be asked. */
export async function startFolder(run: RunInside): Promise<string> {
  const said = await run(["pwd"]);
  const path = said.ok && said.value.code === 0 ? said.value.stdout.trim() : "";
  return path.startsWith("/") ? path : "/";
}

/** What is in a folder (absolute path): first what is above it, then folders, then files, each by name. */
export async function listFolder(run: RunInside, path: string): Promise<Result<readonly Entry[]>> {
  // Links are shown as what they lead to; one that leads nowhere is an error beside all else that is listed.
  const said = await run(["ls", "-1ApL", path]);
  if (!said.ok) return said;
  const { code, stdout, stderr } = said.value;
  if (code !== 0 && stdout === "") return refused(path, stderr);
  return ok(readListing(path, stdout));
}

/** Reads what `ls -1Ap` wrote of a folder. */
export function readListing(path: string, listing: string): readonly Entry[] {
  const entries = listing
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Entry => {
      const name = line.replace(/\/$/, "");
      return { name, path: posix.join(path, name), folder: line.endsWith("/") };
    })
    .sort((one, other) => Number(other.folder) - Number(one.folder) || one.name.localeCompare(other.name));
  return path === "/" ? entries : [{ name: "..", path: posix.dirname(path), folder: true }, ...entries];
}

/** A text file of a container, or as much of its beginning as is shown. */
export interface Content {
  readonly text: string;
  readonly cut: boolean;
}

/** Reads a text file (absolute path). Fails where it is none: a device or a pipe would never end. */
export async function readText(run: RunInside, path: string): Promise<Result<Content>> {
  const regular = await run(["test", "-f", path]);
  if (!regular.ok) return regular;
  if (regular.value.code !== 0) return fail("no-file", l10n.t("{0} is not a file with contents.", path));
  const said = await run(["head", "-c", String(most + 1), path]);
  if (!said.ok) return said;
  const { code, stdout, stderr } = said.value;
  if (code !== 0) return refused(path, stderr);
  if (stdout.includes("\0")) return fail("no-text", l10n.t("{0} is not a text.", path));
  const bytes = Buffer.from(stdout);
  return ok(bytes.length > most ? { text: bytes.toString("utf8", 0, most), cut: true } : { text: stdout, cut: false });
}

const refused = (path: string, said: string): Result<never> =>
  fail("unreadable", l10n.t("{0} cannot be read in the container: {1}", path, said.trim()));
