import type { SyntaxNode } from "@lezer/common";
import { children } from "./expressions";
import type { Binding, Guard, StarImport } from "./facts";

/** The names that an `ImportStatement` binds. */
export function readImport(node: SyntaxNode, text: string, guard: Guard): { bindings: Binding[]; stars: StarImport[] } {
  const nodes = children(node);
  const keyword = nodes.findIndex((child) => child.name === "import");
  const names = readNames(nodes.slice(keyword + 1), text);
  if (nodes[0]?.name !== "from") return { bindings: names.map((name) => bindModule(name, guard)), stars: [] };
  const source = readModuleName(nodes.slice(1, keyword), text);
  const bindings: Binding[] = [];
  const stars: StarImport[] = [];
  for (const { path, alias, ...range } of names) {
    if (path === "*") stars.push({ source, guard, ...range });
    else bindings.push({ name: alias ?? path, guard, value: { kind: "imported", source, name: path }, ...range });
  }
  return { bindings, stars };
}

interface Name {
  readonly path: string;
  readonly alias: string | undefined;
  readonly from: number;
  readonly to: number;
}

function readNames(nodes: readonly SyntaxNode[], text: string): Name[] {
  const names: Name[] = [];
  let path = "";
  let alias: string | undefined;
  let start = 0;
  let aliased = false;
  const finish = (to: number) => {
    if (path !== "") names.push({ path, alias, from: start, to });
    path = "";
    alias = undefined;
    aliased = false;
  };
  for (const node of nodes) {
    if (node.name === ",") finish(node.from);
    else if (node.name === "as") aliased = true;
    else if (node.name === "VariableName" || node.name === ".") {
      const word = text.slice(node.from, node.to);
      if (aliased) alias = word;
      else {
        if (path === "") start = node.from;
        path += word;
      }
    } else if (node.name === "*") {
      path = "*";
      start = node.from;
    }
  }
  finish(nodes.at(-1)?.to ?? start);
  return names;
}

function bindModule({ path, alias, from, to }: Name, guard: Guard): Binding {
  const module = alias === undefined ? (path.split(".")[0] ?? path) : path;
  return { name: alias ?? module, guard, value: { kind: "module", module, path }, from, to };
}

function readModuleName(nodes: readonly SyntaxNode[], text: string): { level: number; path: string } {
  let level = 0;
  let path = "";
  for (const node of nodes) {
    const word = text.slice(node.from, node.to);
    if (node.name === "VariableName") path += word;
    else if (path === "") level += word.length;
    else path += word;
  }
  return { level, path };
}
