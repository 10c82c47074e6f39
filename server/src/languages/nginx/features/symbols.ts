import type { Directive, Item, NginxTree } from "../tree";

export interface Outline {
  readonly name: string;
  readonly detail: string;
  readonly kind: "block" | "server" | "location" | "upstream" | "variable" | "directive";
  readonly start: number;
  readonly end: number;
  /** The part to be selected. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly Outline[];
}

/** The outline of a file: its blocks, servers by name and port, locations by path, and the names it defines. */
export function symbols(tree: NginxTree): Outline[] {
  return ofItems(tree.items);
}

function ofItems(items: readonly Item[]): Outline[] {
  return items.flatMap((item) => {
    if (item.kind !== "directive") return [];
    const described = describe(item);
    if (!described) return [];
    const children = item.block?.kind === "directives" ? ofItems(item.block.items) : [];
    const { start, end, name } = item;
    return [{ ...described, start, end: Math.max(end, name.end), nameStart: name.start, nameEnd: name.end, children }];
  });
}

function describe(item: Directive): Pick<Outline, "name" | "detail" | "kind"> | undefined {
  const name = item.name.value;
  const args = item.args.map(({ value }) => value);
  if (name === "server" && item.block) {
    const names = argumentsOf(item, "server_name").flat();
    const listens = argumentsOf(item, "listen").map(([address = ""]) => address);
    return {
      name: `server ${names[0] ?? listens[0] ?? ""}`.trim(),
      detail: [...listens, ...names.slice(1)].join(" "),
      kind: "server",
    };
  }
  if (name === "location") {
    const target = argumentsOf(item, "proxy_pass")[0]?.[0] ?? "";
    return { name: `location ${args.join(" ")}`, detail: target, kind: "location" };
  }
  if (name === "upstream") {
    return {
      name: `upstream ${args[0] ?? ""}`,
      detail: argumentsOf(item, "server")
        .map(([address = ""]) => address)
        .join(" "),
      kind: "upstream",
    };
  }
  if (name === "map" || name === "geo" || name === "split_clients") {
    return { name: args.at(-1) ?? name, detail: name, kind: "variable" };
  }
  if (name === "set") return { name: args[0] ?? name, detail: args.slice(1).join(" "), kind: "variable" };
  if (/^(?:log_format|limit_(?:req|conn)_zone|\w+_cache_path)$/.test(name)) {
    const zone = args.join(" ").match(/zone=([^:\s]+)/)?.[1];
    return { name: `${name} ${zone ?? args[0] ?? ""}`.trim(), detail: "", kind: "directive" };
  }
  return item.block ? { name: [name, ...args].join(" "), detail: "", kind: "block" } : undefined;
}

function argumentsOf(item: Directive, name: string): string[][] {
  return (item.block?.items ?? []).flatMap((inner) =>
    inner.kind === "directive" && inner.name.value === name ? [inner.args.map(({ value }) => value)] : [],
  );
}
