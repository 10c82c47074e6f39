import type { SyntaxNode } from "@lezer/common";
import type { Expr } from "./facts";

const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
};

/** The value of a string literal, also of several that stand side by side; `template` where it is made at run time. */
export function readString(node: SyntaxNode, text: string): Expr {
  const range = { from: node.from, to: node.to };
  if (node.name === "FormatString" && node.getChild("FormatReplacement") !== null)
    return { kind: "template", ...range };
  if (node.name !== "ContinuedString")
    return { kind: "string", ...range, value: literalValue(text.slice(node.from, node.to)) };
  let value = "";
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === "Comment") continue;
    const part = readString(child, text);
    if (part.kind !== "string") return { kind: "template", ...range };
    value += part.value;
  }
  return { kind: "string", ...range, value };
}

function literalValue(source: string): string {
  const start = source.search(/['"]/);
  const prefix = source.slice(0, start).toLowerCase();
  const quote = source.startsWith(source.charAt(start).repeat(3), start) ? 3 : 1;
  const end = source.length - (source.length >= start + 2 * quote ? quote : 0);
  const body = source.slice(start + quote, end);
  const raw = prefix.includes("r") || !body.includes("\\") ? body : withEscapes(body);
  return prefix.includes("f") ? raw.replace(/\{\{/g, "{").replace(/\}\}/g, "}") : raw;
}

/** What the escapes of a literal stand for. */
export function withEscapes(body: string): string {
  return body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
    (whole: string, x?: string, u?: string, long?: string, octal?: string, one?: string) => {
      const hex = x ?? u ?? long;
      const code =
        hex !== undefined ? Number.parseInt(hex, 16) : octal !== undefined ? Number.parseInt(octal, 8) : undefined;
      if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      return one === undefined ? whole : (simpleEscapes[one] ?? whole);
    },
  );
}
