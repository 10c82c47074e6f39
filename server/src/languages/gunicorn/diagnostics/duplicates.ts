import * as l10n from "@vscode/l10n";
import type { Fix } from "../../../findings";
import { lineCounter } from "../../lines";
import type { Binding } from "../configFile/file";
import { type Checking, type Finding, finding } from "./model";

/** A setting that is set again in the same block before anything has read it: the first value is never used. */
export function* duplicates(checking: Checking): Generator<Finding> {
  const { file, run, catalog } = checking;
  const before = new Map<string, Binding>();
  let lineOf: ((offset: number) => number) | undefined;
  for (const binding of run.bindings) {
    const { name, kind, block } = binding;
    if (!catalog.settings.has(name) || file.reads.has(name)) continue;
    const first = before.get(name);
    before.set(name, binding);
    if (!first || first.block !== block || !isGiven(first.kind) || !isGiven(kind)) continue;
    lineOf ??= lineCounter(file.text);
    const message = l10n.t(
      '"{0}" is set again in line {1}: Gunicorn never sees this value.',
      name,
      lineOf(binding.at.start) + 1,
    );
    const related = [{ path: file.path, ...binding.at, message: l10n.t("This value holds.") }];
    const fix = removal(checking, first);
    yield finding(checking, "gunicorn-duplicate-setting", first.at, message, { related, fixes: fix ? [fix] : [] });
  }
}

const isGiven = (kind: Binding["kind"]): boolean => kind === "assignment" || kind === "function";

/** Takes the lines of a statement away; of one that calls nothing and has its lines for itself. */
function removal({ file: { path, text } }: Checking, { value, statement }: Binding): Fix | undefined {
  const start = text.lastIndexOf("\n", statement.start - 1) + 1;
  const after = text.indexOf("\n", statement.end);
  const end = after < 0 ? text.length : after + 1;
  const alone =
    text.slice(start, statement.start).trim() === "" && /^[ \t]*(?:#.*)?\s*$/.test(text.slice(statement.end, end));
  const calls = !value || text.slice(value.start, value.end).includes("(");
  if (!alone || calls || (start > 0 === false && end === text.length)) return undefined;
  return { title: l10n.t("Remove this line"), path, edits: [{ start, end, text: "" }] };
}
