import type { Files } from "../../workspace/files";

/**
 * The files of a folder whose paths a shell's pattern matches, as nginx's `glob()` finds them: of any name, and hidden
 * ones only where the pattern says so.
 * @param list the entries of a folder
 */
export function filesMatching(pattern: string, list: Files["list"]): readonly string[] {
  const names = pattern.split("/");
  const last = names.pop() ?? "";
  let folders = ["."];
  for (const name of names) folders = folders.flatMap((folder) => entries(folder, name, "folder", list));
  return folders.flatMap((folder) => entries(folder, last, "file", list));
}

function entries(folder: string, pattern: string, kind: "file" | "folder", list: Files["list"]): string[] {
  const below = (name: string): string => (folder === "." ? name : `${folder}/${name}`);
  if (kind === "folder" && !/[*?[]/.test(pattern)) return [below(pattern)];
  const matches = globToRegExp(pattern);
  return list(folder).flatMap((entry) => {
    const hidden = entry.name.startsWith(".") && !pattern.startsWith(".");
    return entry.kind === kind && !hidden && matches.test(entry.name) ? [below(entry.name)] : [];
  });
}

/** A shell's pattern as nginx's `glob()` takes it: `*` and `?` stay in one folder, and a `[` without its `]` is one. */
export function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /\*|\?|\[([!^]?)(\][^\]]*|[^\]]+)\]|[.+^${}()|\\[\]]/g,
    (found, not: string | undefined, set: string | undefined) => {
      if (found === "*") return "[^/]*";
      if (found === "?") return "[^/]";
      return set === undefined ? `\\${found}` : `[${not ? "^" : ""}${members(set)}]`;
    },
  );
  return new RegExp(`^${source}$`);
}

/** What stands in `[...]`; nothing is between the ends of a range that are in the wrong order. */
const members = (set: string): string =>
  set.replace(/(.)-(.)|./gs, (one, from: string | undefined, to: string | undefined) => {
    if (from === undefined || to === undefined) return escaped(one);
    return from > to ? "" : `${escaped(from)}-${escaped(to)}`;
  });

const escaped = (character: string): string => (/[\\\]^[-]/.test(character) ? `\\${character}` : character);
