import { hash, unixLines } from "./memory";
import type { Action } from "./plan";

/** What happens to one file, from what is there, what would be written, and the hash of what we wrote last. */
export function actionFor(current: string | undefined, content: string, remembered: string | undefined): Action {
  if (current === undefined) return "create";
  if (unixLines(current) === unixLines(content)) return "keep";
  return hash(current) === remembered ? "update" : "conflict";
}
