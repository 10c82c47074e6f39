import type { SyntaxNode } from "@lezer/common";
import * as l10n from "@vscode/l10n";
import type { Fix } from "../../../findings";
import { children } from "../../python/expressions";
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
  const { text, seen, tree } = file;
  if (run.open || hidden.test(text) || seen.odd.some(({ type }) => type.isError)) return;
  const byName = new Map<string, SyntaxNode[]>();
  for (const node of seen.names) {
    const name = text.slice(node.from, node.to);
    byName.set(name, [...(byName.get(name) ?? []), node]);
  }
  for (const [name, nodes] of byName) {
    if (builtinNames.has(name) || run.bindings.some((binding) => binding.name === name)) continue;
    const reads = file.reads.get(name) ?? [];
    const onlyRead = nodes.every((node) => reads.includes(node.from) && isPlainRead(node));
    const first = onlyRead ? nodes.find((node) => isAlwaysRead(node)) : undefined;
    if (first === undefined) continue;
    const { message, fix } = meant(name, first, file.path, tree.topNode.firstChild, text);
    yield finding(checking, "gunicorn-undefined-name", { start: first.from, end: first.to }, message, {
      fixes: fix ? [fix] : [],
    });
  }
}

/** `int("x")`, always gone through: Python refuses the text. */
export function* unreadableNumbers(checking: Checking): Generator<Finding> {
  const { file, run } = checking;
  const { text, seen } = file;
  if (run.open || seen.odd.some(({ type }) => type.isError) || run.names.has("int")) return;
  for (const node of seen.names) {
    if (text.slice(node.from, node.to) !== "int" || node.parent?.name !== "CallExpression") continue;
    const [, only, ...others] = children(node.parent.getChild("ArgList") ?? node);
    const written = only?.name === "String" && others.length === 1 ? text.slice(only.from, only.to) : "";
    const [, value] = /^["']([^"'\\]*)["']$/.exec(written) ?? [];
    if (value === undefined || /^\s*[+-]?\p{Nd}+(_\p{Nd}+)*\s*$/u.test(value) || !isAlwaysRead(node)) continue;
    const { from: start, to: end } = node.parent;
    const message = l10n.t('Python cannot read "{0}" as a whole number, and Gunicorn does not start.', value);
    yield finding(checking, "gunicorn-invalid-value", { start, end }, message);
  }
}

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
  at: SyntaxNode,
  path: string,
  first: SyntaxNode | null,
  text: string,
): { readonly message: string; readonly fix: Fix | undefined } {
  const constant = constants.get(name);
  if (constant !== undefined) {
    const edits = [{ start: at.from, end: at.to, text: constant }];
    return {
      message: l10n.t('Python has no "{0}", and Gunicorn does not start: write {1}.', name, constant),
      fix: { title: l10n.t("Write {0}", constant), path, edits },
    };
  }
  if (modules.has(name)) {
    const line = `import ${name}`;
    const start = first === null ? 0 : afterComments(first);
    const end = text.includes("\r\n") ? "\r\n" : "\n";
    return {
      message: l10n.t('"{0}" is not imported, and Gunicorn does not start: add "{1}".', name, line),
      fix: { title: l10n.t("Add {0}", line), path, edits: [{ start, end: start, text: `${line}${end}` }] },
    };
  }
  return {
    message: l10n.t('Nothing gives "{0}" a value in this file, and Gunicorn does not start.', name),
    fix: undefined,
  };
}

/** Before the first statement that is neither a comment nor a docstring. */
function afterComments(first: SyntaxNode): number {
  for (let node: SyntaxNode | null = first; node !== null; node = node.nextSibling) {
    const isText = node.name === "ExpressionStatement" && node.firstChild?.name === "String";
    if (node.name !== "Comment" && !isText) return node.from;
  }
  return first.from;
}
