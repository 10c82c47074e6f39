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

/** A shell's pattern as nginx's `glob()` takes it: `*` and `?` stay in one folder. */
export function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /[.+^${}()|\\]|\*|\?|\[(!?)([^\]]*)\]/g,
    (found, not: string | undefined, set: string | undefined) => {
      if (found === "*") return "[^/]*";
      if (found === "?") return "[^/]";
      if (set !== undefined) return `[${not ? "^" : ""}${set.replaceAll("\\", "\\\\")}]`;
      return `\\${found}`;
    },
  );
  return new RegExp(`^${source}$`);
}
