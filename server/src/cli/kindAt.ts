import { statSync } from "node:fs";

/** What is at the end of a path and its links; `unreachable` is what may not even be asked for. */
export type Kind = "file" | "folder" | "other" | "nothing" | "loop" | "unreachable";

export function kindAt(path: string): Kind {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "nothing";
    if (found.isDirectory()) return "folder";
    return found.isFile() ? "file" : "other";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ELOOP" ? "loop" : "unreachable";
  }
}
