import { createHash } from "node:crypto";

/**
 * The name of the compose project: lower-case letters, digits, `-` and `_`, beginning with a letter or digit.
 * A folder name with none of these (`내 가게`) gives a name made from its hash, so that two of them do not meet.
 */
export function projectName(root: string): string {
  const folder =
    root
      .split(/[\\/]/)
      .filter((name) => name !== "")
      .at(-1) ?? "";
  const name = folder
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "");
  return name === "" ? `flask-${createHash("sha256").update(folder.normalize("NFC")).digest("hex").slice(0, 8)}` : name;
}

/** Compose makes a name from the folder's by itself, unless nothing of it is allowed. */
export const needsName = (root: string): boolean => !/[a-z0-9][^\\/]*$/i.test(root.replace(/[\\/]+$/, ""));
