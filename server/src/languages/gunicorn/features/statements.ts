import type { SyntaxNode, Tree } from "@lezer/common";
import type { Span } from "../../../findings";

/** A statement of a module's top level with the comments that belong to it: it can be cut out and put elsewhere whole. */
export interface Statement extends Span {
  /** The one name that it assigns, `name = value`; undefined for every other statement. */
  readonly assigns: string | undefined;
  /** Every name that it gives a value to: by assignment, `import`, `def`, `class`, in whatever branch. */
  readonly defines: ReadonlySet<string>;
  /** The names that it reads when it runs; those that a function reads count, as it may be called at once. */
  readonly reads: ReadonlySet<string>;
  /** It stands on lines of its own. */
  readonly alone: boolean;
}

/** The statements of a file, each from the first comment line right above it to the comment at its end. */
export function statementsOf(tree: Tree, text: string): readonly Statement[] {
  const found: Statement[] = [];
  let free = 0;
  for (let node = tree.topNode.firstChild; node !== null; node = node.nextSibling) {
    if (node.name === "Comment") continue;
    const line = lineStart(text, node.from);
    const rest = /^[ \t]*(?:#[^\n]*)?(?=\n|$)/.exec(text.slice(bodyEnd(node, text)));
    const alone = line >= free && text.slice(line, node.from).trim() === "" && rest !== null;
    const start = alone ? withComments(text, line, free) : node.from;
    const end = bodyEnd(node, text) + (rest?.[0].length ?? 0);
    free = end;
    found.push({ start, end, alone, ...names(node, text) });
  }
  return found;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1;

/** A body's node may go on over the empty lines after it. */
function bodyEnd(node: SyntaxNode, text: string): number {
  return node.from + text.slice(node.from, node.to).trimEnd().length;
}

/** Goes up over comment lines; the lines for the system and for Python itself stay at the top. */
function withComments(text: string, start: number, free: number): number {
  let first = start;
  while (first > free) {
    const above = lineStart(text, first - 1);
    const line = text.slice(above, first).trim();
    if (!line.startsWith("#") || above < free || isPreamble(line, above, text)) return first;
    first = above;
  }
  return first;
}

const isPreamble = (line: string, start: number, text: string): boolean =>
  (start === 0 && line.startsWith("#!")) ||
  (/^#.*?coding[:=]/.test(line) && text.slice(0, start).split("\n").length <= 2);

function names(node: SyntaxNode, text: string): Pick<Statement, "assigns" | "defines" | "reads"> {
  const defines = new Set<string>();
  const reads = new Set<string>();
  const first = node.firstChild;
  const plain =
    node.name === "AssignStatement" &&
    first?.name === "VariableName" &&
    node.getChildren("AssignOp").length === 1 &&
    first.nextSibling !== null;
  node.cursor().iterate((ref) => {
    if (ref.name !== "VariableName") return;
    const name = text.slice(ref.from, ref.to);
    (isBound(ref.node) ? defines : reads).add(name);
  });
  return { assigns: plain ? text.slice(first.from, first.to) : undefined, defines, reads };
}

/** Whether a name gets a value where it stands. An augmented assignment (`x += 1`) reads, too, and counts as reading. */
function isBound(node: SyntaxNode): boolean {
  const { parent } = node;
  switch (parent?.name) {
    case "AssignStatement":
      return node.nextSibling?.name === "AssignOp" || node.nextSibling?.name === "TypeDef";
    case "FunctionDefinition":
    case "ClassDefinition":
    case "ImportStatement":
    case "ParamList":
      return true;
    default:
      return false;
  }
}
