import type { SyntaxNode } from "@lezer/common";
import * as l10n from "@vscode/l10n";
import type { Fix, Span } from "../../../findings";
import { children } from "../../python/expressions";
import type { ConfigFile } from "../configFile/file";
import type { Part } from "../configFile/parse";
import { isRead } from "../configFile/uses";
import { builtinNames } from "../values/builtinNames";
import { type Checking, type Finding, finding } from "./model";

/** What is always gone through where it stands at the top of a file. */
const plain = new Set([
  ...["Script", "StatementGroup", "AssignStatement", "UpdateStatement", "ExpressionStatement", "CallExpression"],
  ...["ArgList", "MemberExpression", "BinaryExpression", "UnaryExpression", "ParenthesizedExpression"],
  ...["ArrayExpression", "TupleExpression", "DictionaryExpression", "FormatString", "FormatReplacement"],
]);

/** Ways by which a module may get names that no statement of it shows. */
const hidden =
  /\b(?:globals|locals|vars|exec|eval|setattr|builtins|__builtins__|__dict__|sys\.modules)|__future__|import\s*\*/;

/** What other languages write for Python's constants. */
const constants: ReadonlyMap<string, string> = new Map([
  ["true", "True"],
  ["TRUE", "True"],
  ["false", "False"],
  ["FALSE", "False"],
  ["none", "None"],
  ["null", "None"],
  ["nil", "None"],
]);

/** Modules of Python's own that config files use. */
const modules = new Set("os multiprocessing sys socket json logging pathlib math ssl time re platform".split(" "));

/** Names that nothing gives a value, read in a statement that is always gone through: Python ends there. */
export function* undefinedNames(checking: Checking): Generator<Finding> {
  const { file, run } = checking;
  const { parts } = file;
  if (run.open || file.misread || parts.some(({ part }) => readingsOf(part).hides)) return;
  const told = new Set<string>();
  for (const { part, start } of parts) {
    for (const [name, span] of readingsOf(part).always) {
      if (run.names.has(name) || told.has(name)) continue;
      told.add(name);
      if (run.bindings.some((binding) => binding.name === name)) continue;
      if (parts.some((other) => readingsOf(other.part).otherwise.has(name))) continue;
      const at = { start: start + span.start, end: start + span.end };
      const { message, fix } = meant(name, at, file, (it) => checking.catalog.settings.has(it));
      yield finding(checking, "gunicorn-undefined-name", at, message, { fixes: fix ? [fix] : [] });
    }
  }
}

/** The names of a part, without Python's own. */
interface Readings {
  /** Where each is first read that is read whenever the part is gone through. */
  readonly always: readonly (readonly [name: string, at: Span])[];
  /** Those that are not read alone, or in ways that say nothing. */
  readonly otherwise: ReadonlySet<string>;
  readonly hides: boolean;
  readonly unreadable: readonly (Span & { readonly value: string })[];
}

const ofPart = new WeakMap<Part, Readings>();

function readingsOf(part: Part): Readings {
  const known = ofPart.get(part) ?? look(part);
  ofPart.set(part, known);
  return known;
}

function look(part: Part): Readings {
  const always = new Map<string, Span>();
  const otherwise = new Set<string>();
  for (const node of part.names) {
    const name = part.text.slice(node.from, node.to);
    if (builtinNames.has(name)) continue;
    if (!isRead(node) || !isPlainRead(node)) otherwise.add(name);
    else if (!always.has(name) && isAlwaysRead(node)) always.set(name, { start: node.from, end: node.to });
  }
  return { always: [...always], otherwise, hides: hidden.test(part.text), unreadable: unreadableIn(part) };
}

/** `int("x")`, always gone through: Python refuses the text. */
export function* unreadableNumbers(checking: Checking): Generator<Finding> {
  const { file, run } = checking;
  if (run.open || file.misread || run.names.has("int")) return;
  for (const { part, start } of file.parts) {
    for (const { value, ...span } of readingsOf(part).unreadable) {
      const message = l10n.t('Python cannot read "{0}" as a whole number, and Gunicorn does not start.', value);
      const at = { start: start + span.start, end: start + span.end };
      yield finding(checking, "gunicorn-invalid-value", at, message);
    }
  }
}

const unreadableIn = ({ text, names }: Part): Readings["unreadable"] =>
  names.flatMap((node) => {
    if (text.slice(node.from, node.to) !== "int" || node.parent?.name !== "CallExpression") return [];
    const [, only, ...others] = children(node.parent.getChild("ArgList") ?? node);
    const written = only?.name === "String" && others.length === 1 ? text.slice(only.from, only.to) : "";
    const [, value] = /^["']([^"'\\]*)["']$/.exec(written) ?? [];
    if (value === undefined || /^\s*[+-]?\p{Nd}+(_\p{Nd}+)*\s*$/u.test(value) || !isAlwaysRead(node)) return [];
    return [{ start: node.parent.from, end: node.parent.to, value }];
  });

/** Not a variable of a comprehension, a loop or a function. */
function isPlainRead(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent === null || !(plain.has(parent.name) || parent.name === "ReturnStatement")) return false;
  return parent.name !== "ArgList" || parent.getChild("for") === null;
}

function isAlwaysRead(node: SyntaxNode): boolean {
  for (let at = node; at.parent !== null; at = at.parent) {
    const { parent } = at;
    if (!plain.has(parent.name)) return false;
    if (parent.name === "ArgList" && parent.getChild("for") !== null) return false;
    // What stands behind `or` and `and` may not be asked.
    const parts = parent.name === "BinaryExpression" ? children(parent) : [];
    if (parts.some(({ name }) => name === "or" || name === "and") && parts[0]?.from !== at.from) return false;
  }
  return true;
}

function meant(
  name: string,
  at: Span,
  { path, parts, text }: ConfigFile,
  isSetting: (name: string) => boolean,
): { readonly message: string; readonly fix: Fix | undefined } {
  const constant = constants.get(name);
  if (constant !== undefined) {
    const edits = [{ ...at, text: constant }];
    return {
      message: l10n.t('Python has no "{0}", and Gunicorn does not start: write {1}.', name, constant),
      fix: { title: l10n.t("Write {0}", constant), path, edits },
    };
  }
  if (modules.has(name)) {
    const line = `import ${name}`;
    const start = afterComments(parts);
    const end = text.includes("\r\n") ? "\r\n" : "\n";
    return {
      message: l10n.t('"{0}" is not imported, and Gunicorn does not start: add "{1}".', name, line),
      fix: { title: l10n.t("Add {0}", line), path, edits: [{ start, end: start, text: `${line}${end}` }] },
    };
  }
  // `workers == 4`
  const twice = /^\s*==(?!=)/.exec(text.slice(at.end))?.[0];
  if (twice !== undefined && isSetting(name) && /(?:^|\n)$/.test(text.slice(0, at.start))) {
    const edits = [{ start: at.end, end: at.end + twice.length, text: twice.slice(0, -1) }];
    return {
      message: l10n.t('"==" compares, and "{0}" has no value yet, so Gunicorn does not start: write "=".', name),
      fix: { title: l10n.t("Write {0}", "="), path, edits },
    };
  }
  return {
    message: l10n.t(
      'Nothing gives "{0}" a value in this file, and Gunicorn does not start: define it above, or correct the name.',
      name,
    ),
    fix: undefined,
  };
}

/** Before the first statement that is neither a comment nor a docstring. */
function afterComments(parts: ConfigFile["parts"]): number {
  for (const { part, start } of parts) {
    for (const node of part.statements) {
      const isText = node.name === "ExpressionStatement" && node.firstChild?.name === "String";
      if (!isText) return start + node.from;
    }
  }
  return 0;
}
