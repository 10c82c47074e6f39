import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";

/** What all that is asked of a tree is about, each in the order of the tree. */
export interface Seen {
  readonly names: readonly SyntaxNode[];
  /** Where the parser stumbled (nothing in such a node counts), and what Python may refuse. */
  readonly odd: readonly SyntaxNode[];
}

/** The kinds of nodes that the parser's grammar allows beyond Python's own. */
const suspect = new Set([
  "PrintStatement",
  "Number",
  "ReturnStatement",
  "BreakStatement",
  "ContinueStatement",
  "AssignOp",
]);

const [isName, isSuspect] = [1, 2];

/** By the number of a kind of node: to ask that is cheaper than to compare its name, for every node with every key. */
const kinds = Uint8Array.from(parser.nodeSet.types, ({ name }) =>
  name === "VariableName" ? isName : suspect.has(name) ? isSuspect : 0,
);

/** Goes through a tree once, for all who would. */
export function look(tree: Tree): Seen {
  const names: SyntaxNode[] = [];
  const odd: SyntaxNode[] = [];
  tree.iterate({
    enter(ref) {
      const kind = kinds[ref.type.id];
      if (kind === isName) names.push(ref.node);
      else if (kind === isSuspect) odd.push(ref.node);
      else if (ref.type.isError) {
        const { node } = ref;
        odd.push(node);
        node.cursor().iterate((inner) => {
          if (kinds[inner.type.id] === isName) names.push(inner.node);
        });
        return false;
      }
      return true;
    },
  });
  return { names, odd };
}
