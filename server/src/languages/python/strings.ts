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

/**
 * The value of a string literal, also of several that stand side by side; `template` where expressions stand in it.
 * @param readExpression reads these; who does not ask for them leaves it out
 */
export function readString(node: SyntaxNode, text: string, readExpression: (node: SyntaxNode) => Expr = unread): Expr {
  const range = { from: node.from, to: node.to };
  if (node.name === "FormatString" && node.getChild("FormatReplacement") !== null)
    return { kind: "template", ...range, parts: readTemplate(node, text, readExpression) };
  if (node.name !== "ContinuedString")
    return { kind: "string", ...range, value: literalValue(text.slice(node.from, node.to)) };
  const parts: Expr[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "Comment") parts.push(readString(child, text, readExpression));
  }
  let value = "";
  for (const part of parts) {
    if (part.kind !== "string") return { kind: "template", ...range, parts };
    value += part.value;
  }
  return { kind: "string", ...range, value };
}

/** `f"a{b}c"`: the text, the expression, the text. One that is formatted (`{b:>3}`, `{b!r}`) is `other`. */
function readTemplate(node: SyntaxNode, text: string, readExpression: (node: SyntaxNode) => Expr): readonly Expr[] {
  const source = text.slice(node.from, node.to);
  const prefix = /^[a-z]*/i.exec(source)?.[0] ?? "";
  const opening = /^("""|'''|"|')/.exec(source.slice(prefix.length))?.[0] ?? "";
  const parts: Expr[] = [];
  let at = node.from + prefix.length + opening.length;
  const literal = (to: number) => {
    if (to > at) {
      const written = prefix + opening + text.slice(at, to) + opening;
      parts.push({ kind: "string", from: at, to, value: literalValue(written) });
    }
  };
  for (const child of node.getChildren("FormatReplacement")) {
    literal(child.from);
    const [inner, ...more] = [...siblings(child)].filter(({ name }) => name !== "{" && name !== "}");
    const range = { from: child.from, to: child.to };
    parts.push(inner === undefined || more.length > 0 ? { kind: "other", ...range } : readExpression(inner));
    at = child.to;
  }
  literal(node.to - (source.endsWith(opening) ? opening.length : 0));
  return parts;
}

const unread = ({ from, to }: SyntaxNode): Expr => ({ kind: "other", from, to });

function* siblings(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield child;
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
