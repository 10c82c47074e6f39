/** What a regular expression gives to the configuration around it, or why PCRE would not compile it. */
export interface Pattern {
  /** Number of capturing groups. */
  readonly groups: number;
  readonly names: readonly string[];
  /** Why PCRE refuses it, with the offset in the pattern. */
  readonly fault?: { readonly reason: PatternFault; readonly at: number };
}

export type PatternFault =
  | "unclosed-group"
  | "unopened-group"
  | "unclosed-class"
  | "nothing-to-repeat"
  | "trailing-backslash"
  | "group-name"
  | "duplicate-name"
  | "class-range"
  | "group-syntax"
  | "quantifier-order"
  | "unknown-escape"
  | "lookbehind-length"
  | "no-such-group";

/**
 * Reads a regular expression by PCRE's rules (its `pcre2pattern` page), as far as they decide whether it compiles.
 * What is not certainly wrong is taken as right.
 */
export function readPattern(source: string): Pattern {
  const known = patterns.get(source);
  if (known) return known;
  const pattern = compile(source);
  if (patterns.size > 1000) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}

/** The same expressions are read again with every change of a text. */
const patterns = new Map<string, Pattern>();

function compile(source: string): Pattern {
  const names: string[] = [];
  const references: { readonly group: number | string; readonly at: number }[] = [];
  const open: { readonly at: number; readonly behind: boolean }[] = [];
  const mayRepeatNames = /\(\?[a-zA-Z]*J/.test(source);
  let groups = 0;
  /** Whether something stands before that a quantifier can repeat. */
  let atom = false;
  const fail = (reason: PatternFault, at: number): Pattern => ({ groups, names, fault: { reason, at } });

  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === "\\") {
      const next = source[at + 1];
      if (next === undefined) return fail("trailing-backslash", at);
      if (next === "Q") {
        const end = source.indexOf("\\E", at + 2);
        at = end < 0 ? source.length : end + 1;
        atom = true;
        continue;
      }
      const escaped = readEscape(source, at);
      if (escaped.fault) return fail(escaped.fault, at);
      if (escaped.reference !== undefined) references.push({ group: escaped.reference, at });
      at = escaped.end - 1;
      // Nothing is consumed by an assertion, so there is nothing to repeat.
      atom = !"bBAzZGK".includes(next);
    } else if (char === "[") {
      const end = classEnd(source, at);
      if (typeof end !== "number") return fail(end.reason, end.at);
      at = end - 1;
      atom = true;
    } else if (char === "(") {
      if (source[at + 1] === "*" && /^\(\*[A-Z]/.test(source.slice(at, at + 3))) {
        const end = source.indexOf(")", at);
        if (end < 0) return fail("unclosed-group", at);
        at = end;
        continue;
      }
      if (source[at + 1] === "?") {
        if (source[at + 2] === "#") {
          const end = source.indexOf(")", at);
          if (end < 0) return fail("unclosed-group", at);
          at = end;
          continue;
        }
        const named = source.slice(at + 2).match(/^(?:P?<(?![=!])([^>]*)>?|'([^']*)'?)/);
        if (named) {
          const name = named[1] ?? named[2] ?? "";
          if (!/^[A-Za-z_][A-Za-z0-9_]{0,31}$/.test(name) || !/[>']$/.test(named[0])) return fail("group-name", at + 2);
          if (names.includes(name) && !mayRepeatNames) return fail("duplicate-name", at + 2);
          names.push(name);
          groups++;
          open.push({ at, behind: false });
          at += 1 + named[0].length;
        } else {
          const flags = source
            .slice(at + 2)
            .match(
              /^(?::|=|!|<=|<!|>|\||\^?[imnsxxJU-]*(?::|\))|R\)|[+-]?[0-9]+\)|&\w+\)|P>\w+\)|P=\w+\)|C[0-9]*\)|\()/,
            );
          if (!flags) return fail(at + 2 >= source.length ? "unclosed-group" : "group-syntax", at + 2);
          const called = flags[0].match(/^(?:&|P>|P=)(\w+)\)|^(\d+)\)/);
          if (called) references.push({ group: called[1] ?? Number(called[2]), at });
          if (flags[0].endsWith(")")) {
            at += 1 + flags[0].length;
            atom = !/^[\^imnsxJU-]*\)$/.test(flags[0]);
            continue;
          }
          open.push({ at, behind: flags[0] === "<=" || flags[0] === "<!" });
          at += flags[0] === "(" ? 1 : 1 + flags[0].length;
        }
      } else {
        groups++;
        open.push({ at, behind: false });
      }
      atom = false;
    } else if (char === ")") {
      if (!open.pop()) return fail("unopened-group", at);
      atom = true;
    } else if (char === "*" || char === "+" || char === "?") {
      if (!atom) return fail("nothing-to-repeat", at);
      if (char !== "?" && open.some((group) => group.behind)) return fail("lookbehind-length", at);
      if (source[at + 1] === "?" || source[at + 1] === "+") at++;
      atom = false;
    } else if (char === "{") {
      const quantifier = source.slice(at).match(/^\{(\d+)(?:,(\d*))?\}/);
      if (!quantifier) {
        atom = true;
        continue;
      }
      if (!atom) return fail("nothing-to-repeat", at);
      if (Number(quantifier[1]) > 65535 || Number(quantifier[2] ?? 0) > 65535) return fail("quantifier-order", at);
      if (quantifier[2] && Number(quantifier[2]) < Number(quantifier[1])) return fail("quantifier-order", at);
      at += quantifier[0].length - 1;
      if (source[at + 1] === "?" || source[at + 1] === "+") at++;
      atom = false;
    } else {
      atom = char !== "|" && char !== "^" && char !== "$";
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) return fail("unclosed-group", unclosed.at);
  const missing = references.find(({ group }) => (typeof group === "number" ? group > groups : !names.includes(group)));
  if (missing) return fail("no-such-group", missing.at);
  return { groups, names };
}

interface Escape {
  readonly end: number;
  readonly fault?: PatternFault;
  readonly reference?: number | string;
}

function readEscape(source: string, at: number): Escape {
  const rest = source.slice(at, at + 40);
  const braced = rest.match(
    /^\\(?:x\{[0-9a-fA-F]*\}|o\{[0-7]*\}|[pP]\{[^}]*\}|k(?:\{[^}]*\}|<[^>]*>|'[^']*')|g(?:\{[^}]*\}|<[^>]*>|'[^']*'|-?\d+)|N\{[^}]*\})/,
  );
  if (braced) {
    const end = at + braced[0].length;
    const name = braced[0].match(/^\\k[{<'](\w+)/)?.[1];
    if (name) return { end, reference: name };
    const group = braced[0].match(/^\\g\{?(\d+)/)?.[1];
    return group ? { end, reference: Number(group) } : { end };
  }
  const digits = rest.match(/^\\([1-9]\d?)/)?.[1];
  if (digits) {
    const group = Number(digits);
    return group < 10 ? { end: at + 1 + digits.length, reference: group } : { end: at + 1 + digits.length };
  }
  const next = rest[1] ?? "";
  if (next === "g" || (next === "k" && !/^\\k$/.test(rest))) return { end: at + 2, fault: "unknown-escape" };
  if (/[A-Za-z]/.test(next) && !knownEscapes.includes(next)) return { end: at + 2, fault: "unknown-escape" };
  if (next === "c") return { end: at + 3 };
  return { end: at + 2 };
}

/** Letters that mean something after a backslash; PCRE2 refuses the others. */
const knownEscapes = "aefnrtdDhHsSvVwWRXbBAZzGKECxogkpPNQc";

/** Offset past the `]` of a character class, or why there is none. */
function classEnd(source: string, start: number): number | { reason: PatternFault; at: number } {
  let at = start + 1;
  if (source[at] === "^") at++;
  let first = true;
  let previous: number | undefined;
  while (at < source.length) {
    const char = source[at];
    if (char === "]" && !first) return at + 1;
    first = false;
    if (char === "[" && /^\[[:.=]/.test(source.slice(at, at + 2))) {
      const posix = source.slice(at).match(/^\[([:.=])[^\]]*?\1\]/);
      if (posix) {
        at += posix[0].length;
        previous = undefined;
        continue;
      }
    }
    if (char === "\\") {
      if (at + 1 >= source.length) return { reason: "trailing-backslash", at };
      const escaped = readEscape(source, at);
      if (escaped.fault) return { reason: escaped.fault, at };
      previous = /[dDsSwWhHvVpPNRX]/.test(source[at + 1] ?? "") ? undefined : escapedCode(source, at);
      at = escaped.end;
    } else if (char === "-" && previous !== undefined && source[at + 1] !== "]" && at + 1 < source.length) {
      const high = source[at + 1] === "\\" ? escapedCode(source, at + 1) : source.codePointAt(at + 1);
      if (high !== undefined && high < previous && source[at + 1] !== "[") return { reason: "class-range", at };
      at += source[at + 1] === "\\" ? readEscape(source, at + 1).end - at : 2;
      previous = undefined;
    } else {
      previous = source.codePointAt(at);
      at++;
    }
  }
  return { reason: "unclosed-class", at: start };
}

/** The character that a simple escape stands for; undefined where that is not a single one. */
function escapedCode(source: string, at: number): number | undefined {
  const next = source[at + 1];
  return next && /[^A-Za-z0-9]/.test(next) ? next.codePointAt(0) : undefined;
}
