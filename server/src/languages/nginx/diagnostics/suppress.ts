import { suppressFindings } from "../../suppress";
import type { Comment, Item } from "../tree";
import { type Code, codes } from "./codes";
import type { Finding, Source } from "./model";

const told = (code: "nginx-unknown-suppression" | "nginx-suppression-reason") => ({ code, severity: codes[code] });

/** What is said of several files that must agree is said by rules, which have codes of their own. */
const isKnown = (code: string): boolean => code in codes || /^gunicorn-[\w-]+$/.test(code);

/** Leaves out what `# flask-stack: ignore CODE REASON` silences in a file of nginx. */
export function suppress(
  { path, tree: { text, items } }: Source,
  findings: readonly Finding[],
  isCode = isKnown,
): Finding[] {
  const unknown = told("nginx-unknown-suppression");
  const noReason = told("nginx-suppression-reason");
  return suppressFindings<Code>({ path, text }, findings, { isCode, unknown, noReason }, comments(items));
}

function* comments(items: readonly Item[]): Generator<Comment> {
  for (const item of items) {
    if (item.kind === "comment") yield item;
    if (item.kind !== "directive") continue;
    yield* item.comments;
    if (item.block) yield* comments(item.block.items);
  }
}
