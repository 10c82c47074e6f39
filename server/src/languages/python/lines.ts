/** Where Python's tokenizer stops, and why. Offsets count UTF-16 units of the text, the end exclusive. */
export interface TokenError {
  readonly kind: "string" | "triple-string" | "unclosed" | "unmatched" | "mismatch" | "indent" | "dedent" | "block";
  readonly start: number;
  readonly end: number;
  /** The bracket that is open where another one closes. */
  readonly open?: string;
}

/** A line as Python reads it: brackets, strings and backslashes may make it several lines of the text. */
export interface LogicalLine {
  readonly start: number;
  readonly end: number;
}

interface Line extends LogicalLine {
  /** Columns with tabs of eight, and of one: where these disagree, nothing can be said. */
  readonly column: number;
  readonly narrow: number;
  /** It ends with a colon outside of brackets: a block must follow. */
  readonly opens: boolean;
}

const closing: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

export interface Lines {
  readonly lines: readonly LogicalLine[];
  readonly errors: readonly TokenError[];
  /** Where the reading came to an end. */
  readonly end: number;
  /** What is not closed there: what follows would be a part of it. */
  readonly open: "bracket" | "string" | "line" | undefined;
}

/**
 * Cuts a Python text into logical lines and finds what is wrong with strings, brackets and indentation.
 * @param from where to begin: at the first character of a line
 * @param isEnd asked after each logical line, with the offset of the next: whether to read no further
 */
export function readLines(text: string, from = 0, isEnd: (at: number) => boolean = () => false): Lines {
  const errors: TokenError[] = [];
  const lines: Line[] = [];
  const open: { char: string; at: number }[] = [];
  let at = from === 0 && text.startsWith("\ufeff") ? 1 : from;
  let lineStart = at;
  let first: number | undefined;
  let last = at;

  const finish = () => {
    if (first !== undefined) {
      const indent = text.slice(lineStart, first);
      const column = widthOf(indent, 8);
      lines.push({ start: first, end: last, column, narrow: widthOf(indent, 1), opens: text[last - 1] === ":" });
    }
    first = undefined;
    lineStart = at;
  };
  const take = (end: number) => {
    first ??= at;
    last = end;
    at = end;
  };

  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "\n" || char === "\r") {
      at++;
      if (open.length > 0) continue;
      finish();
      if (isEnd(at)) break;
    } else if (char === "#") at = endOfLine(text, at);
    else if (char === "\\" && /[\r\n]/.test(text.charAt(at + 1))) at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    else if (char === '"' || char === "'" || isLetter(char)) {
      const word = wordAt(text, at);
      const next = text.charAt(at + word.length);
      if ((next !== '"' && next !== "'") || !prefixes.test(word)) take(at + word.length);
      else {
        const start = at;
        const { end, closed, triple } = stringEnd(text, at, word);
        if (!closed) errors.push({ kind: triple ? "triple-string" : "string", start, end: endOfLine(text, start) });
        take(end);
      }
    } else if (isSpace(char)) {
      at++;
    } else {
      if ("([{".includes(char)) open.push({ char, at });
      else if (char in closing) {
        const top = open.pop();
        if (!top) errors.push({ kind: "unmatched", start: at, end: at + 1 });
        else if (top.char !== closing[char]) errors.push({ kind: "mismatch", start: at, end: at + 1, open: top.char });
      }
      take(at + 1);
    }
  }
  at = Math.min(at, text.length);
  const more = first === undefined ? undefined : "line";
  const unclosed = open.length > 0 ? "bracket" : errors.some(({ kind }) => kind === "triple-string") ? "string" : more;
  finish();
  for (const { at: start } of open.slice(-1)) errors.push({ kind: "unclosed", start, end: start + 1 });
  if (errors.length === 0) errors.push(...indentation(lines, text));
  return { lines, errors: errors.sort((a, b) => a.start - b.start), end: at, open: unclosed };
}

const isLetter = (char: string): boolean =>
  (char >= "a" && char <= "z") ||
  (char >= "A" && char <= "Z") ||
  char === "_" ||
  (char > "\x7f" && /\p{L}/u.test(char));

const isSpace = (char: string): boolean =>
  char === " " || char === "\t" || ((char > "\x7f" || char < " ") && /\s/.test(char));

/** The name or word that begins at an offset; none where no letter stands there. */
function wordAt(text: string, at: number): string {
  plainWord.lastIndex = at;
  const plain = plainWord.exec(text)?.[0];
  if (plain !== undefined && !(text.charCodeAt(at + plain.length) > 0x7f)) return plain;
  wordForm.lastIndex = at;
  return wordForm.exec(text)?.[0] ?? "";
}
/** Nearly all of them, and found in a fraction of the time. */
const plainWord = /[A-Za-z_]\w*/y;
const wordForm = /[\p{L}_][\p{L}\p{Nd}_]*/uy;

const prefixes = /^(?:|[rubft]|br|rb|fr|rf|tr|rt)$/i;

function endOfLine(text: string, from: number): number {
  restOfLine.lastIndex = from;
  restOfLine.test(text);
  return restOfLine.lastIndex;
}
const restOfLine = /[^\n\r]*/y;

/** The end of the string that begins with a prefix at an offset. In one with `{...}`, these may have strings in them. */
function stringEnd(text: string, from: number, prefix: string): { end: number; closed: boolean; triple: boolean } {
  const start = from + prefix.length;
  const quote = text.charAt(start);
  const triple = text.startsWith(quote.repeat(3), start);
  const ending = triple ? quote.repeat(3) : quote;
  const replaces = /[ft]/i.test(prefix);
  let depth = 0;
  let at = start + ending.length;
  while (at < text.length) {
    const char = text.charAt(at);
    letters.lastIndex = at;
    if (letters.test(text)) at = letters.lastIndex;
    else if (char === "\\" && replaces && /[{}]/.test(text.charAt(at + 1))) at++;
    else if (char === "\\") at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    else if (depth === 0 && text.startsWith(ending, at)) return { end: at + ending.length, closed: true, triple };
    else if (!triple && depth === 0 && (char === "\n" || char === "\r")) return { end: at, closed: false, triple };
    else if (replaces && depth === 0 && (text.startsWith("{{", at) || text.startsWith("}}", at))) at += 2;
    else if (replaces && char === "{") {
      depth++;
      at++;
    } else if (replaces && char === "}" && depth > 0) {
      depth--;
      at++;
    } else if (depth > 0 && char === "#" && /[\s{]/.test(text.charAt(at - 1))) {
      // A comment, which may have quotes in it; that of a format (`{x:#x}`) stands behind its colon.
      at = endOfLine(text, at);
    } else if (depth > 0 && (char === '"' || char === "'")) {
      // Before Python 3.12 the same quote ended the string; both ways of reading it must come to an end.
      const inner = stringEnd(text, at, "");
      if (!inner.closed) return { end: inner.end, closed: false, triple };
      at = inner.end;
    } else at++;
  }
  return { end: text.length, closed: false, triple };
}

/** What is nothing but itself in every string. */
const letters = /[^\\"'\n\r{}#]+/y;

function widthOf(indent: string, tab: number): number {
  let width = 0;
  for (const char of indent) {
    if (char === "\f") width = 0;
    else width = char === "\t" ? (Math.floor(width / tab) + 1) * tab : width + 1;
  }
  return width;
}

const blockHeader = /^(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b[^:]*$/;

/** The first line that is not indented as the one before it asks. */
function indentation(lines: readonly Line[], text: string): TokenError[] {
  const levels = [{ column: 0, narrow: 0 }];
  let before: Line | undefined;
  for (const line of lines) {
    const top = levels.at(-1) ?? line;
    const deeper = line.column > top.column;
    // Tabs and spaces that mean something else to another editor.
    if (Math.sign(line.column - top.column) !== Math.sign(line.narrow - top.narrow)) return [];
    if (before?.opens && !deeper) return [{ kind: "block", start: line.start, end: line.end }];
    if (!before?.opens && deeper) {
      // Its colon is missing, which is told where that is.
      const header = before !== undefined && blockHeader.test(text.slice(before.start, before.end));
      return header ? [] : [{ kind: "indent", start: line.start, end: line.end }];
    }
    if (deeper) levels.push(line);
    while ((levels.at(-1)?.column ?? 0) > line.column) levels.pop();
    if (levels.at(-1)?.column !== line.column) return [{ kind: "dedent", start: line.start, end: line.end }];
    before = line;
  }
  return before?.opens ? [{ kind: "block", start: before.end - 1, end: before.end }] : [];
}
