import { builder, type Mapped } from "../mapped";
import type { Yaml } from "./yaml";

/** The text of a scalar, with where each letter of it stands: quotes, escapes, folded lines and indentation are passed by. */
export function placeScalar(source: string, { text, start, end }: Yaml): Mapped {
  const first = source.charAt(start);
  const quote = first === '"' || first === "'" ? first : undefined;
  const block = first === "|" || first === ">";
  const result = builder();
  let at = block ? lineAfter(source, start) : quote === undefined ? start : start + 1;
  let shown = 0;
  while (shown < text.length) {
    const char = text.charAt(shown);
    if (/\s/.test(char)) {
      const escaped = quote === '"' ? escapeAt(source, at) : undefined;
      if (escaped !== undefined && escaped.text === "") {
        at = escaped.end;
        continue;
      }
      result.stand(char, Math.min(at, end));
      if (escaped !== undefined) at = escaped.end;
      else if (at < end && /\s/.test(source.charAt(at))) at++;
      shown++;
      continue;
    }
    while (at < end && /\s/.test(source.charAt(at))) at++;
    const escaped = quote === '"' ? escapeAt(source, at) : undefined;
    if (escaped !== undefined) {
      result.stand(escaped.text, at);
      shown += escaped.text.length;
      at = escaped.end;
    } else {
      // An alias, or what YAML made of the text otherwise: then all of it stands where the node does.
      if (at >= end || source.charAt(at) !== char)
        return { text, at: (offset) => (offset < text.length ? start : end) };
      result.stand(char, at);
      shown++;
      at += quote === "'" && char === "'" ? 2 : 1;
    }
  }
  return result.build(quote === undefined || at > end ? Math.min(at, end) : at);
}

function lineAfter(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end === -1 ? source.length : end + 1;
}

const named: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};

/** A backslash in double quotes and what it stands for: nothing where it only continues a line. */
function escapeAt(source: string, at: number): { readonly text: string; readonly end: number } | undefined {
  if (source.charAt(at) !== "\\") return undefined;
  const rest = source.slice(at, at + 200);
  const continued = /^\\\r?\n[ \t]*/.exec(rest);
  if (continued) return { text: "", end: at + continued[0].length };
  const code = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(rest);
  const hex = code?.[1] ?? code?.[2] ?? code?.[3];
  if (code && hex !== undefined)
    return { text: String.fromCodePoint(Number.parseInt(hex, 16)), end: at + code[0].length };
  const letter = rest.charAt(1);
  return { text: named[letter] ?? letter, end: at + 2 };
}
