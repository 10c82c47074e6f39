/** Values that compose knows for `${NAME}`: its shell's and `.env`'s. */
export type Variables = ReadonlyMap<string, string>;

/**
 * Fills in variables as compose does: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+value}`, `$$`.
 * Undefined where one is not known and has no default.
 */
export function interpolate(text: string, variables: Variables): string | undefined {
  let result = "";
  for (let at = 0; at < text.length; ) {
    if (text.charAt(at) !== "$") {
      result += text.charAt(at++);
    } else if (text.charAt(at + 1) === "$") {
      result += "$";
      at += 2;
    } else {
      const found = variableAt(text, at);
      if (found === undefined) {
        result += text.charAt(at++);
        continue;
      }
      const value = filledIn(found, variables);
      if (value === undefined) return undefined;
      result += value;
      at = found.end;
    }
  }
  return result;
}

interface Variable {
  readonly name: string;
  readonly operator: string;
  readonly word: string;
  readonly end: number;
}

function variableAt(text: string, at: number): Variable | undefined {
  const bare = /^\$([A-Za-z_]\w*)/.exec(text.slice(at));
  if (bare?.[1] !== undefined) return { name: bare[1], operator: "", word: "", end: at + bare[0].length };
  const head = /^\$\{([A-Za-z_]\w*)(:?[-+?])?/.exec(text.slice(at));
  if (head?.[1] === undefined) return undefined;
  const start = at + head[0].length;
  let depth = 1;
  let end = start;
  for (; end < text.length; end++) {
    if (text.startsWith("${", end)) depth++;
    else if (text.charAt(end) === "}" && --depth === 0) break;
  }
  if (depth > 0) return undefined;
  return { name: head[1], operator: head[2] ?? "", word: text.slice(start, end), end: end + 1 };
}

function filledIn({ name, operator, word }: Variable, variables: Variables): string | undefined {
  const known = variables.get(name);
  const given = known !== undefined && !(operator.startsWith(":") && known === "");
  if (operator.endsWith("+")) return given ? interpolate(word, variables) : known === undefined ? undefined : "";
  if (given) return known;
  return operator.endsWith("-") ? interpolate(word, variables) : undefined;
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
};

/** Bytes of `512m`, `1.5gb`, `2GiB`, `1073741824`; units are powers of 1024, as compose has them. */
export function readBytes(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const factor = units[(unit ?? "").toLowerCase()];
  return number === undefined || factor === undefined ? undefined : Math.floor(Number(number) * factor);
}

/** A number such as `0.5` or `"2"`. */
export function readNumber(text: string): number | undefined {
  return /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
