import { createTwoFilesPatch } from "diff";
import type { Plan } from "./plan";

/** What a plan would change, as one unified diff; empty where it changes nothing. Files that stay as they are do not appear. */
export function unifiedDiff(plan: Plan): string {
  return plan.files
    .filter(({ action }) => action === "create" || action === "update")
    .map(({ path, current, content }) =>
      createTwoFilesPatch(
        current === undefined ? "/dev/null" : `a/${path}`,
        `b/${path}`,
        current ?? "",
        content,
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, ""),
    )
    .join("");
}
