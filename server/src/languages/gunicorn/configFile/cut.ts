import { readLines } from "../../python/lines";

/**
 * Where the statements of a module begin, the first part at 0: each goes on to the next, with the comments between. A text
 * in which a bracket is never closed is cut before the next line that looks like a statement, so that what is half typed
 * spoils no more than itself.
 * @param isWhole whether a text from the beginning of a line to the beginning of another has no bracket, text or line that
 * goes on after it; asked for most lines again after every key
 */
export function startsOf(text: string, isWhole: (part: string) => boolean): readonly number[] {
  const lines = beginnings(text);
  const starts: number[] = [];
  for (let at = 0; at < lines.length; ) {
    starts.push(lines[at] ?? 0);
    // What is decorated goes with its decorators.
    let decorator = true;
    while (at < lines.length && decorator) {
      decorator = text[lines[at] ?? 0] === "@";
      at = nextOf(at, lines, text, isWhole);
    }
  }
  return starts;
}

/** The index of the first line after a statement. */
function nextOf(at: number, lines: readonly number[], text: string, isWhole: (part: string) => boolean): number {
  const [start = 0, after] = [lines[at], lines[at + 1]];
  if (after === undefined || isWhole(text.slice(start, after))) return at + 1;
  let index = at + 1;
  const { open } = readLines(text, start, (end) => {
    while ((lines[index] ?? text.length) < end) index++;
    return lines[index] === end;
  });
  if (open === undefined) return index;
  const statement = open === "bracket" ? lines.findIndex((line, i) => i > at && looksLikeStatement(text, line)) : -1;
  return statement === -1 ? lines.length : statement;
}

/** Lines at whose first character a statement may begin, and the beginning of the text. */
function beginnings(text: string): readonly number[] {
  const found = [0];
  for (let at = text.indexOf("\n") + 1; at > 0; at = text.indexOf("\n", at) + 1) {
    if (at < text.length && mayBegin(text, at)) found.push(at);
  }
  return found;
}

const never = new Set(" \t\f\r\n#)]}");

function mayBegin(text: string, at: number): boolean {
  const first = text.charAt(at);
  if (never.has(first)) return false;
  if (first !== "e" && first !== "f") return true;
  continuation.lastIndex = at;
  return !continuation.test(text);
}

const continuation = /(?:else|elif|except|finally)\b/y;

function looksLikeStatement(text: string, at: number): boolean {
  statement.lastIndex = at;
  return statement.test(text);
}

const statement =
  /(?:(?:def|class|import|from|async|with|while|try|return|raise|del|global)\b|@|[A-Za-z_]\w*[ \t]*(?::[^=\n]*)?=(?!=))/y;
