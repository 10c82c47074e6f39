/** What the parser must know of a directive to see where a `;`, `{` or `}` was forgotten. */
export interface Shape {
  /** Fewest and most arguments, over all modules that have a directive of this name. */
  readonly min: number;
  readonly max: number;
  readonly block: "never" | "always" | "either";
}

/** @param context where the directive stands, as the catalog names it; "" where that is not known */
export type Shapes = (name: string, context: string) => Shape | undefined;

/** Directives whose block holds entries (`value value;`), not directives. */
export const valueBlocks: ReadonlySet<string> = new Set(["map", "geo", "types", "split_clients", "charset_map"]);

/** Directives whose block is a program in Lua. */
export const isLuaBlock = (name: string): boolean => name.endsWith("_by_lua_block");
