import { type Mapped, slice } from "../mapped";

/** Values for `$NAME` and `${NAME:-default}`. */
export type Variables = ReadonlyMap<string, string>;

/** What one `$...` or `` `...` `` comes to. */
export interface Expansion {
  readonly value: Mapped;
  /** The offset in the text after it. */
  readonly end: number;
  readonly variables: readonly string[];
  readonly unknown: boolean;
  /** `$@`, `${LIST[@]}`: several words even in quotes. */
  readonly list: boolean;
}

/** Reads what starts at an offset; undefined where nothing does, and the letter stands for itself. */
export type Expand = (source: Mapped, at: number) => Expansion | undefined;

/** How a shell fills in variables. */
export const shellExpand =
  (variables: Variables): Expand =>
  (source, at) =>
    expandAt(source, at, variables);

function expandAt(source: Mapped, at: number, variables: Variables): Expansion | undefined {
  const { text } = source;
  const char = text.charAt(at);
  if (char === "`") return substitution(source, at, closingBacktick(text, at) + 1);
  if (char !== "$") return undefined;
  const next = text.charAt(at + 1);
  if (next === "(") return substitution(source, at, matching(text, at + 1) + 1);
  if (next === "{") return braced(source, at, matching(text, at + 1) + 1, variables);
  const name = /^\$([A-Za-z_]\w*|[0-9@*#?$!-])/.exec(text.slice(at, at + 80))?.[1];
  if (name === undefined) return undefined;
  const end = at + 1 + name.length;
  const known = variables.get(name);
  if (known !== undefined) return { ...standing(source, at, end, known), variables: [name] };
  const list = name === "@" || name === "*";
  return { ...substitution(source, at, end), variables: /^\w{2,}$|^[A-Za-z_]$/.test(name) ? [name] : [], list };
}

/** `${NAME}`, `${NAME:-word}`, ... up to the closing brace. */
export function braced(source: Mapped, at: number, end: number, variables: Variables): Expansion {
  const content = source.text.slice(at + 2, end - 1);
  const [whole = "", name = "", operator = ""] = /^([A-Za-z_]\w*)(:?[-=?+]|$)/.exec(content) ?? [];
  const unknown = { ...substitution(source, at, end), list: /\[[@*]\]|^[@*]/.test(content) };
  if (name === "") return unknown;
  const known = variables.get(name);
  const given = known !== undefined && !(operator.startsWith(":") && known === "");
  const word = slice(source, at + 2 + whole.length, end - 1);
  if (operator.endsWith("+")) {
    if (known === undefined) return { ...unknown, variables: [name] };
    return given ? wordOf(word, end, name, variables) : { ...standing(source, at, end, ""), variables: [name] };
  }
  if (given) return { ...standing(source, at, end, known), variables: [name] };
  return /[-=]$/.test(operator) ? wordOf(word, end, name, variables) : { ...unknown, variables: [name] };
}

/** The word of `${NAME:-word}`, which may have quotes and variables of its own. */
function wordOf(word: Mapped, end: number, name: string, variables: Variables): Expansion {
  const quotes = /^(["'])([^"'$`\\]*)\1$/.exec(word.text);
  if (quotes)
    return { value: slice(word, 1, word.text.length - 1), end, variables: [name], unknown: false, list: false };
  const at = word.text.search(/[$`]/);
  if (at === -1) return { value: word, end, variables: [name], unknown: /["'\\]/.test(word.text), list: false };
  const inner = at === 0 ? expandAt(word, 0, variables) : undefined;
  const whole = inner !== undefined && inner.end === word.text.length;
  return whole
    ? { ...inner, end, variables: [name, ...inner.variables] }
    : { value: word, end, variables: [name], unknown: true, list: false };
}

/** What has a value that is known. */
export function standing(source: Mapped, at: number, end: number, value: string): Omit<Expansion, "variables"> {
  const start = source.at(at);
  const after = source.at(end);
  return {
    value: { text: value, at: (offset) => (offset >= value.length ? after : start) },
    end,
    unknown: false,
    list: false,
  };
}

/** What is not known stays as it is written. */
export function substitution(source: Mapped, at: number, end: number): Expansion {
  const stop = Math.min(end, source.text.length);
  return { value: slice(source, at, stop), end: stop, variables: [], unknown: true, list: false };
}

function closingBacktick(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === "`") return at;
  }
  return text.length;
}

export function matching(text: string, start: number): number {
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
