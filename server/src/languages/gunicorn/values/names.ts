import type { SyntaxNode } from "@lezer/common";
import type { PythonValue } from "../model";
import type { Thing } from "./things";

/** What an expression sees and does while it is evaluated. */
export interface Names {
  readonly text: string;
  /** How many processors it has. */
  readonly cpus: () => number;
  readonly lookup: (name: string) => Thing | undefined;
  /** `(name := value)` */
  readonly bind: (node: SyntaxNode, value: Thing) => void;
  /** `globals()["name"] = value` */
  readonly assign: (name: string, at: SyntaxNode, value: SyntaxNode | undefined, result: Thing) => void;
  /** A call may have changed the list or dictionary that this expression is. */
  readonly mutated: (node: SyntaxNode) => void;
  /** A call may have given any name any value: `exec(...)`, `globals()`. */
  readonly wiped: (node: SyntaxNode) => void;
  readonly environment: (name: string) => string | undefined;
  /** The file itself sets a variable; undefined: to what is not known. */
  readonly setEnvironment: (name: string, value: string | undefined) => void;
  /** A call changes the list that this expression is. */
  readonly append: (node: SyntaxNode, change: (before: PythonValue) => PythonValue | undefined) => void;
}

/** What is written there. */
export const source = (node: SyntaxNode, { text }: Names): string => text.slice(node.from, node.to);
