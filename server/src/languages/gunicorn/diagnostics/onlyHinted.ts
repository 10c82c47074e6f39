import type { SyntaxNode } from "@lezer/common";
import * as l10n from "@vscode/l10n";
import type { Span } from "../../../findings";
import { children } from "../../python/expressions";
import type { Part } from "../configFile/parse";
import { type Checking, type Finding, finding } from "./model";

/** `timeout: 30`, as YAML has it: to Python a hint of a type, which gives the name no value. */
export function* onlyHinted(checking: Checking): Generator<Finding> {
  const { file, run, catalog } = checking;
  for (const { part, start } of file.parts) {
    for (const { name, at, gap, value } of hintsIn(part)) {
      if (!catalog.settings.has(name) || run.names.has(name)) continue;
      const instead = `${name} = ${value}`;
      const message = l10n.t('To Python this is a hint of a type, and Gunicorn does not see it: write "{0}".', instead);
      const edits = [{ start: start + gap.start, end: start + gap.end, text: " = " }];
      const fixes = [{ title: l10n.t('Change to "{0}"', instead), path: file.path, edits }];
      const span = { start: start + at.start, end: start + at.end };
      yield finding(checking, "gunicorn-unknown-setting", span, message, { fixes });
    }
  }
}

interface Hint {
  readonly name: string;
  readonly at: Span;
  /** The colon, with the blanks around it. */
  readonly gap: Span;
  readonly value: string;
}

const ofPart = new WeakMap<Part, readonly Hint[]>();

function hintsIn(part: Part): readonly Hint[] {
  const known = ofPart.get(part) ?? part.statements.flatMap((statement) => hintIn(statement, part) ?? []);
  ofPart.set(part, known);
  return known;
}

function hintIn(statement: SyntaxNode, { text }: Part): Hint | undefined {
  const [name, hint, ...more] = statement.name === "AssignStatement" ? children(statement) : [];
  if (name?.name !== "VariableName" || hint?.name !== "TypeDef" || more.length > 0) return undefined;
  const value = hint.lastChild;
  if (!value || !isValue(value, text)) return undefined;
  return {
    name: text.slice(name.from, name.to),
    at: { start: name.from, end: value.to },
    gap: { start: name.to, end: value.from },
    value: text.slice(value.from, value.to),
  };
}

/** No type is written so. A text may be one: `"Path"`, `"list[str]"`. */
function isValue({ name, from, to }: SyntaxNode, text: string): boolean {
  if (name === "String") return !/^.[A-Za-z_][\w.[\], |]*.$/.test(text.slice(from, to));
  return name === "Number" || name === "Boolean";
}
