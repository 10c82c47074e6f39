import { randomUUID } from "node:crypto";
import { chmod, copyFile, lstat, mkdir, open, readFile, realpath, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Problem, type Result } from "../result";
import { decode } from "../workspace/decode";
import type { Plan, PlannedFile } from "./plan";

/** What is to become of one file, and how to take it back. */
interface Write {
  readonly file: PlannedFile;
  /** Where the bytes go: a link inside the root is followed. */
  readonly target: string;
  readonly fresh: string;
  /** A copy of what was there. */
  readonly backup: string | undefined;
}

/**
 * Writes a plan into the folder, all of it or nothing: everything is first written beside its place, then moved into
 * place, and moved back if that fails. Fails where a file has changed since the plan was made, where a link leads out
 * of the folder, and where the disk does not take it; the folder is then as it was.
 */
export async function applyPlan(root: string, plan: Plan): Promise<Result<void>> {
  const undo: (() => Promise<unknown>)[] = [];
  const cleanUp: (() => Promise<unknown>)[] = [];
  let at = root;
  try {
    const home = await realpath(root);
    const writes: Write[] = [];
    for (const file of plan.files) {
      if (file.action !== "create" && file.action !== "update") continue;
      at = file.path;
      const target = await placeOf(home, file.path);
      if (target === undefined) return await takeBack(outside(file.path));
      if ((await textOf(target)) !== file.current) return await takeBack(changed(file.path));
      await makeFolders(dirname(target), undo);
      const suffix = `.${randomUUID().slice(0, 8)}.tmp`;
      const fresh = join(dirname(target), `.${basename(target)}${suffix}`);
      const backup = file.current === undefined ? undefined : `${fresh}.old`;
      cleanUp.push(() => rm(fresh, { force: true }));
      await writeNew(fresh, file, target);
      if (backup !== undefined) {
        cleanUp.push(() => rm(backup, { force: true }));
        await copyFile(target, backup);
      }
      writes.push({ file, target, fresh, backup });
    }
    for (const { file, target, fresh, backup } of writes) {
      at = file.path;
      undo.push(() => (backup === undefined ? rm(target, { force: true }) : rename(backup, target)));
      await rename(fresh, target);
    }
    await quietly(cleanUp);
    return ok(undefined);
  } catch (error) {
    return await takeBack(cannotWrite(at, error));
  }

  async function takeBack(problem: Problem): Promise<Result<never>> {
    await quietly(undo.reverse());
    await quietly(cleanUp);
    // Folders go last, when nothing is in them any more; the first pass may have been too early for them.
    await quietly(undo);
    return { ok: false, problem };
  }
}

/** Does what can be done of it: a file that cannot be put back must not keep the others from it. */
async function quietly(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) await step().catch(() => undefined);
}

/** The real path that a relative one leads to; undefined where that is not inside the root. */
async function placeOf(home: string, path: string): Promise<string | undefined> {
  const wanted = resolve(home, path);
  if (!inside(home, wanted)) return undefined;
  let there = wanted;
  while (!(await exists(there))) there = dirname(there);
  const real = await realpath(there);
  const place = resolve(real, relative(there, wanted));
  return inside(home, place) ? place : undefined;
}

const inside = (home: string, path: string): boolean =>
  path.startsWith(home.endsWith(sep) ? home : home + sep) || path === home;

/** Also true of a link that leads nowhere: it is not a place to write to, and `realpath` then says so. */
const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

async function textOf(path: string): Promise<string | undefined> {
  try {
    return decode(await readFile(path));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function makeFolders(folder: string, undo: (() => Promise<unknown>)[]): Promise<void> {
  if (await exists(folder)) return;
  await makeFolders(dirname(folder), undo);
  await mkdir(folder);
  undo.push(() => rmdir(folder));
}

/** On the disk, not only in its cache, before anything is moved: a full disk shows here. */
async function writeNew(fresh: string, file: PlannedFile, target: string): Promise<void> {
  const mode = file.current === undefined ? newMode(file.path) : (await stat(target)).mode & 0o7777;
  const handle = await open(fresh, "wx", mode);
  try {
    await handle.writeFile(file.content, "utf8");
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (file.current !== undefined) await chmod(fresh, mode);
}

/** Secrets are for their owner alone. */
const newMode = (path: string): number => (basename(path) === ".env" ? 0o600 : 0o666);

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

const problem = (code: string, message: string, detail?: string): Problem => {
  const failed = fail(code, message, detail);
  return failed.ok ? { code, message } : failed.problem;
};

const outside = (path: string): Problem =>
  problem(
    "outside",
    l10n.t("{0} is a link that leads out of the folder: remove the link, and try again. Nothing was written.", path),
  );

const changed = (path: string): Problem =>
  problem(
    "changed",
    l10n.t("{0} has changed in the meantime: try again to see the new plan. Nothing was written.", path),
  );

function cannotWrite(path: string, error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return problem(
        "disk-full",
        l10n.t("The disk is full, so {0} was not written: make room, and try again. Nothing was changed.", path),
      );
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return problem(
        "read-only",
        l10n.t(
          "{0} cannot be written: give yourself the right to write there, and try again. Nothing was changed.",
          path,
        ),
      );
    case "ENOTDIR":
    case "EISDIR":
    case "EEXIST":
      return problem(
        "in-the-way",
        l10n.t(
          "A file or folder of another kind is in the way of {0}: move it, and try again. Nothing was changed.",
          path,
        ),
      );
    default:
      return problem(
        "cannot-write",
        l10n.t("{0} could not be written, and nothing was changed: correct the cause below, and try again.", path),
        detail,
      );
  }
}
