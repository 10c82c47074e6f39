import { createTwoFilesPatch } from "diff";
import { nameOf } from "../workspace/paths";
import type { Plan } from "./plan";

/**
 * What a plan would change, as one unified diff; empty where it changes nothing. Files that stay as they are do not
 * appear, and of the values in a `.env` that is there, none: terminals and logs of CI are read by others.
 */
export function unifiedDiff(plan: Plan): string {
  return plan.files
    .filter(({ action }) => action === "create" || action === "update")
    .map(({ path, current, content }) => {
      const hidden = current !== undefined && nameOf(path) === ".env" ? masker(current) : (text: string) => text;
      return createTwoFilesPatch(
        current === undefined ? "/dev/null" : `a/${path}`,
        `b/${path}`,
        hidden(current ?? ""),
        hidden(content),
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, "");
    })
    .join("");
}

/** Puts `***` for the values of the lines that are there already; what is added is the plan's own. */
function masker(current: string): (text: string) => string {
  const theirs = new Set(current.split(/\r?\n/));
  return (text) => text.replace(/^[^\r\n]+/gm, (line) => (theirs.has(line) ? masked(line) : line));
}

/** `KEY=***`; what is neither a variable nor a plain comment may be the rest of a value of several lines. */
function masked(line: string): string {
  const [, name] = /^(\s*#?\s*(?:export\s+)?[A-Za-z_][\w.]*\s*[=:])/.exec(line) ?? [];
  if (name !== undefined) return `${name}***`;
  return /^\s*(#.*)?$/.test(line) ? line : "***";
}
