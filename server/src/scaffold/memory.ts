import { createHash } from "node:crypto";
import * as l10n from "@vscode/l10n";
import { isRecord } from "../record";
import { fail, ok, type Result } from "../result";
import type { Answers } from "./plan";

/** The file, committed by the user, in which Containerize remembers what it wrote. */
export const memoryPath = ".flask-stack.json";

/** What a second run has to know. */
export interface Memory {
  /** The compose project's name, so that it stays the same in every clone. */
  readonly project: string | undefined;
  /** What the user decided; what was merely proposed is proposed anew. */
  readonly answers: Partial<Answers>;
  /** By path, the hash of what we wrote. */
  readonly files: Readonly<Record<string, string>>;
}

const version = 1;

const emptyMemory: Memory = { project: undefined, answers: {}, files: {} };

/** SHA-256 in hex of the text with Unix line ends, so that a checkout on Windows is still the same file. */
export const hash = (text: string): string => createHash("sha256").update(unixLines(text)).digest("hex");

/** The text with LF alone. */
export const unixLines = (text: string): string => text.replaceAll("\r\n", "\n");

/** Fails where the file is there and is not what we write: guessing would overwrite what the user has edited. */
export function readMemory(text: string | undefined): Result<Memory> {
  if (text === undefined) return ok(emptyMemory);
  const unreadable = () =>
    fail(
      "memory-unreadable",
      l10n.t(
        "{0} cannot be read: restore it from version control, or delete it to begin anew, and try again.",
        memoryPath,
      ),
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable();
  }
  if (!isRecord(value) || typeof value.version !== "number") return unreadable();
  if (value.version > version) {
    return fail(
      "memory-newer",
      l10n.t("{0} was written by a newer Flask Stack: update the extension, and try again.", memoryPath),
    );
  }
  const { project, answers, files } = value;
  if (!isRecord(answers) || !isRecord(files) || Object.values(files).some((item) => typeof item !== "string")) {
    return unreadable();
  }
  return ok({
    project: typeof project === "string" ? project : undefined,
    answers: answers as Partial<Answers>,
    files: files as Record<string, string>,
  });
}

/** The same memory gives the same bytes: keys are sorted. */
export function writeMemory({ project, answers, files }: Memory): string {
  const sorted = (record: object) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version, project, answers: sorted(answers), files: sorted(files) }, undefined, 2)}\n`;
}
