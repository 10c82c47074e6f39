/** Values for `$NAME` and `${NAME:-default}`. */
export type Variables = ReadonlyMap<string, string>;

const separators = /^(;|&&|\|\||\||&|\n|\(|\)|\{|\}|;;|then|do|else|fi|done|if|while|until|elif|!)$/;

/**
 * The simple commands of a shell text as words, quotes removed, in order; what stands between `;`, `&&`, `if`, ... is one each.
 * `NAME=value` commands and `export` are commands like others. Substitutions of commands stay as they are written.
 */
export function readCommands(text: string, variables: Variables = new Map()): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let current: string[] = [];
  for (const { text: word, quoted } of scan(text)) {
    if (!quoted && separators.test(word)) {
      if (current.length > 0) commands.push(current);
      current = [];
    } else current.push(substitute(word, variables));
  }
  if (current.length > 0) commands.push(current);
  return commands;
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

const operator = /[;&|\n(){}]/;

function scan(text: string): readonly Word[] {
  const words: Word[] = [];
  let word: string | undefined;
  let quoted = false;
  let at = 0;
  const finish = () => {
    if (word !== undefined) words.push({ text: word, quoted });
    word = undefined;
    quoted = false;
  };
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "\\" && at + 1 < text.length) {
      const continued = /^\\\r?\n/.exec(text.slice(at, at + 3));
      if (continued === null) word = (word ?? "") + text.charAt(at + 1);
      at += continued?.[0].length ?? 2;
    } else if (char === "'" || char === '"') {
      const end = closing(text, at);
      const inside = text.slice(at + 1, end);
      word = (word ?? "") + (char === '"' ? inside.replace(/\\(["\\$`])/g, "$1") : inside);
      quoted = true;
      at = end + 1;
    } else if (char === "$" && /[({]/.test(text.charAt(at + 1))) {
      const end = matching(text, at + 1);
      word = (word ?? "") + text.slice(at, end + 1);
      at = end + 1;
    } else if (char === "#" && word === undefined) {
      const end = text.indexOf("\n", at);
      at = end === -1 ? text.length : end;
    } else if (/[ \t\r]/.test(char)) {
      finish();
      at++;
    } else if (operator.test(char)) {
      finish();
      const double = text.charAt(at + 1) === char && /[;&|]/.test(char);
      words.push({ text: double ? char + char : char, quoted: false });
      at += double ? 2 : 1;
    } else {
      word = (word ?? "") + char;
      at++;
    }
  }
  finish();
  return words;
}

function closing(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\" && quote === '"') at++;
    else if (text.charAt(at) === quote) return at;
  }
  return text.length;
}

function matching(text: string, start: number): number {
  const open = text.charAt(start);
  const close = open === "(" ? ")" : "}";
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === open) depth++;
    else if (text.charAt(at) === close && --depth === 0) return at;
  }
  return text.length;
}

/** Fills in the variables that are known; `${NAME:-default}` becomes its default where the name is not. */
export function substitute(text: string, variables: Variables): string {
  return text.replace(
    /\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
    (whole: string, braced?: string, fallback?: string, bare?: string) =>
      variables.get(braced ?? bare ?? "") ?? fallback ?? whole,
  );
}
