import type { SyntaxNode } from "@lezer/common";
import * as l10n from "@vscode/l10n";
import type { Span } from "../../../findings";
import { type LogicalLine, readLines, type TokenError } from "../../python/lines";
import type { Part } from "../configFile/parse";
import { type Checking, type Finding, finding } from "./model";

/** What Python itself cannot read, once for each line of it: Gunicorn does not start with such a file. */
export function* syntaxErrors(checking: Pick<Checking, "file">): Generator<Finding> {
  const { file } = checking;
  if (file.parts.every(({ part }) => isSound(part))) return;
  const { lines, errors } = readLines(file.text);
  const told = new Set<LogicalLine | undefined>();
  const lineOf = (offset: number) => lines.findLast((line) => line.start <= offset) ?? lines[0];
  let end = file.text.length;
  for (const error of errors) {
    if (told.has(lineOf(error.start))) continue;
    told.add(lineOf(error.start));
    // The parser misses the block where it should begin: at the colon.
    if (error.kind === "block") told.add(lineOf(error.start - 1));
    // What follows stands in the string or bracket.
    if (error.kind === "unclosed" || error.kind === "triple-string") end = Math.min(end, error.start);
    yield finding(checking, "gunicorn-syntax", error, messageOf(error, file.text));
  }
  for (const at of misread(checking)) {
    if (at.start >= end) return;
    const line = lineOf(at.start);
    const written = line ? file.text.slice(line.start, line.end) : "";
    // What the parser does not know throws it off its track for good.
    if (throwsOff.some((pattern) => pattern.test(written))) return;
    if (told.has(line) || unknownForms.some((pattern) => pattern.test(written))) continue;
    told.add(line);
    yield finding(
      checking,
      "gunicorn-syntax",
      at,
      l10n.t("Python cannot read this line: something is missing or too much here."),
    );
  }
}

function messageOf({ kind, start, open = "" }: TokenError, text: string): string {
  const char = text.charAt(start);
  switch (kind) {
    case "string":
      return l10n.t("This text has no closing quote.");
    case "triple-string":
      return l10n.t("This text of several lines has no closing quotes.");
    case "unclosed":
      return l10n.t('This "{0}" is never closed.', char);
    case "unmatched":
      return l10n.t('Nothing is open that this "{0}" would close.', char);
    case "mismatch":
      return l10n.t('"{0}" is open here, which "{1}" does not close.', open, char);
    case "indent":
      return l10n.t("This line is indented, but no block begins before it.");
    case "dedent":
      return l10n.t("This line is not indented as any block around it is.");
    case "block":
      return l10n.t("An indented block must follow the colon before this line.");
  }
}

/** Where the parser stumbles, and what it takes that Python 3 does not. */
const misread = ({ file: { parts } }: Pick<Checking, "file">): readonly Span[] =>
  parts.flatMap(({ part, start }) =>
    misreadIn(part).map((span) => ({ start: start + span.start, end: start + span.end })),
  );

/** Of each part; nearly all have been looked at before the last key. */
const ofPart = new WeakMap<Part, readonly Span[]>();

function misreadIn(part: Part): readonly Span[] {
  const known = ofPart.get(part) ?? findMisread(part);
  ofPart.set(part, known);
  return known;
}

function findMisread({ odd, text }: Part): readonly Span[] {
  return odd
    .flatMap((node): Span[] => {
      if (node.type.isError) return [visible(text, node.from, node.to)];
      return isRefused(node, text) ? [{ start: node.from, end: node.to }] : [];
    })
    .sort((a, b) => a.start - b.start);
}

const isSound = (part: Part): boolean => part.errors.length === 0 && misreadIn(part).length === 0;

/** At least one letter, and none of the next line. */
function visible(text: string, from: number, to: number): Span {
  const word = text.slice(from).match(/^(?:[\p{L}\p{Nd}_]+|[^\s])/u)?.[0];
  if (word !== undefined) return { start: from, end: Math.max(from + word.length, Math.min(to, from + word.length)) };
  const before = text.slice(0, from).trimEnd().length;
  return { start: Math.max(before - 1, 0), end: Math.max(before, 1) };
}

/** What the parser's grammar allows beyond Python's own. */
function isRefused(node: SyntaxNode, text: string): boolean {
  const written = () => text.slice(node.from, node.to);
  switch (node.name) {
    // Python 2.
    case "PrintStatement":
      return !/^print\s*(?:\(|>>)/.test(written());
    case "Number":
      return /^0[\d_]*[1-9][\d_]*$/.test(written());
    case "ReturnStatement":
      return !within(node, /^(?:FunctionDefinition)$/);
    case "BreakStatement":
    case "ContinueStatement":
      return !within(node, /^(?:For|While)Statement$/);
    case "AssignOp":
      return node.parent?.name === "AssignStatement" && isValue(node.prevSibling);
    default:
      return false;
  }
}

const values =
  /^(?:Number|String|FormatString|ContinuedString|Boolean|None|CallExpression|BinaryExpression|UnaryExpression|ConditionalExpression|LambdaExpression|DictionaryExpression|Ellipsis)$/;
const isValue = (node: SyntaxNode | null): boolean => node !== null && values.test(node.name);

function within(node: SyntaxNode, kinds: RegExp): boolean {
  for (let at = node.parent; at; at = at.parent) if (kinds.test(at.name)) return true;
  return false;
}

/** Ways to write that Python has and the parser does not know: nothing is said of such lines. */
const unknownForms: readonly RegExp[] = [
  // Template strings (3.14), `1.` without a digit, `lambda a, /`, `lambda a,:`, `f"{x:=10}"`, `f"\{{"`, `yield` in brackets.
  /\b(?:t|tr|rt)["']/i,
  /\d\.(?![\w.])/,
  /\blambda\b[^:]*(?:\/|,\s*:)/,
  /:=/,
  /\\[{}]/,
  /\byield\b/,
  // A star before what is unpacked: `a[*b]`, `for a, *b in c`, `for a in *b, c`, `*args: *Ts`.
  /[[,:]\s*\*/,
  /\bfor\b.*\*/,
  // Words of Python 2 as names.
  /\b(?:print|exec)\b(?!\s+["'\w])/,
];

/** The same for what has a block: the lines of it are misread, too. */
const throwsOff: readonly RegExp[] = [
  /^(?:async\s+)?with\b/,
  /^(?:match|case)\b/,
  // A decorator that is any expression.
  /^@/,
  // Several exceptions without brackets (3.14), `type` statements and type parameters (3.12).
  /^except\b.*,/,
  /^type\s+\w/,
  /^(?:async\s+def|def|class)\s+\w+\s*\[/,
];
