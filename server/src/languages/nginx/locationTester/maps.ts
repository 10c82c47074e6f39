import { bytesOf } from "./request";
import { type Found, named } from "./steps";

/** A `map`, all texts in bytes. */
export interface VariableMap {
  readonly source: string;
  /** By what the source holds, in small letters: nginx makes no difference. */
  readonly exact: ReadonlyMap<string, string>;
  /** Tried in their order where nothing is exact. */
  readonly patterns: readonly { readonly pattern: string; readonly isCaseless: boolean; readonly value: string }[];
  readonly otherwise: string;
}

/** The `map`s of an `http` block by their variable; those that say more than plain entries are left out. */
export function mapsIn(http: readonly Found[]): Map<string, VariableMap> {
  return new Map(
    named(http, "map").flatMap(({ directive: { args, block } }): [string, VariableMap][] => {
      const [source = "", variable = ""] = args.map(({ value }) => value);
      const entries = (block?.items ?? []).flatMap((item) =>
        item.kind === "directive" ? [{ key: item.name.value, value: bytesOf(item.args[0]?.value ?? "") }] : [],
      );
      if (entries.some(({ key }) => /^(?:include|hostnames|volatile)$/.test(key) || key.startsWith("\\"))) return [];
      const isPattern = ({ key }: { key: string }): boolean => key.startsWith("~");
      const plain = entries.filter((entry) => entry.key !== "default" && !isPattern(entry));
      return [
        [
          variable.replace(/^\$/, ""),
          {
            source: bytesOf(source),
            exact: new Map(plain.map(({ key, value }) => [lowered(bytesOf(key)), value])),
            patterns: entries.filter(isPattern).map(({ key, value }) => ({
              pattern: key.replace(/^~\*?/, ""),
              isCaseless: key.startsWith("~*"),
              value,
            })),
            otherwise: entries.find(({ key }) => key === "default")?.value ?? "",
          },
        ],
      ];
    }),
  );
}

export const lowered = (bytes: string): string => bytes.replace(/[A-Z]/g, (char) => char.toLowerCase());
