import type { SyntaxNode } from "@lezer/common";
import * as l10n from "@vscode/l10n";
import type { Span } from "../../../findings";
import { type LogicalLine, readLines, type TokenError } from "../../python/lines";
import type { Part, Placed } from "../configFile/parse";
import { type Checking, type Finding, finding } from "./model";

/** What Python itself cannot read, once for each line of it: Gunicorn does not start with such a file. */
export function* syntaxErrors(checking: Pick<Checking, "file">): Generator<Finding> {
  const { parts } = checking.file;
  for (const [i, placed] of parts.entries()) {
    if (isSound(placed.part)) continue;
    yield* errorsIn(placed, parts[i + 1], checking);
    // What follows may stand in the string or bracket.
    if (placed.part.errors.some(isUnclosed)) return;
  }
}

const isUnclosed = ({ kind }: TokenError): boolean => kind === "unclosed" || kind === "triple-string";

function* errorsIn(
  { part, start }: Placed,
  next: Placed | undefined,
  checking: Pick<Checking, "file">,
): Generator<Finding> {
  const { text } = part;
  const { lines, errors } = readLines(text);
  const told = new Set<LogicalLine | undefined>();
  const lineOf = (offset: number) => lines.findLast((line) => line.start <= offset) ?? lines[0];
  const inFile = (at: Span): Span => ({ start: start + at.start, end: start + at.end });
  for (const error of errors) {
    if (told.has(lineOf(error.start))) continue;
    told.add(lineOf(error.start));
    // The parser misses the block where it should begin: at the colon.
    if (error.kind === "block") told.add(lineOf(error.start - 1));
    // It is missing where the next statement stands.
    const missing = error.kind === "block" && lineOf(error.start) === lines.at(-1) && error.end === error.start + 1;
    const at = missing && next ? firstLineOf(next) : inFile(error);
    yield finding(checking, "gunicorn-syntax", at, messageOf(error, text));
  }
  const end = Math.min(...errors.filter(isUnclosed).map((error) => error.start), text.length);
  for (const at of misreadIn(part)) {
    if (at.start >= end) return;
    const line = lineOf(at.start);
    const written = line ? text.slice(line.start, line.end) : "";
    // What the parser does not know throws it off its track.
    if (throwsOff.some((pattern) => pattern.test(written))) return;
    if (told.has(line) || unknownForms.some((pattern) => pattern.test(written))) continue;
    told.add(line);
    const message = l10n.t(
      "Python cannot read this line: look for a quote, bracket, comma or operator that is missing or too much here.",
    );
    yield finding(checking, "gunicorn-syntax", inFile(at), message);
  }
}

function firstLineOf({ part, start }: Placed): Span {
  const [line = { start: 0, end: part.text.length }] = readLines(part.text).lines;
  return { start: start + line.start, end: start + line.end };
}

function messageOf({ kind, start, open = "" }: TokenError, text: string): string {
  const char = text.charAt(start);
  switch (kind) {
    case "string":
      return l10n.t("This text has no closing quote: add it.");
    case "triple-string":
      return l10n.t("This text of several lines has no closing quotes: add them.");
    case "unclosed":
      return l10n.t('This "{0}" is never closed: add what closes it.', char);
    case "unmatched":
      return l10n.t('Nothing is open that this "{0}" would close: remove it.', char);
    case "mismatch":
      return l10n.t('"{0}" is open here, which "{1}" does not close.', open, char);
    case "indent":
      return l10n.t("This line is indented, but no block begins before it: remove the blanks at its beginning.");
    case "dedent":
      return l10n.t(
        "This line is not indented as any block around it is: give it the indentation of the block that it belongs to.",
      );
    case "block":
      return l10n.t("An indented block must follow the colon before this line.");
  }
}

/** Where the parser stumbles, and what it takes that Python 3 does not; nearly all was looked at before the last key. */
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
  /(?<!^\w+\s*):=/,
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
