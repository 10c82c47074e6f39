/** Paths as `Files` has them: relative to the root, "/" between names, "." for the root itself. */

/** The folder that a path is in. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `join(".", "a")` is `a`. Both are taken as they are: no `..` is resolved. */
export function join(folder: string, path: string): string {
  if (folder === ".") return path;
  return path === "." ? folder : `${folder}/${path}`;
}

/** A path with `.` and `..` resolved; undefined where it leads out of the root or is absolute. */
export function normalize(path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const names: string[] = [];
  for (const name of path.split(/[/\\]/)) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.length === 0 ? "." : names.join("/");
}

/** The folder itself and every folder that it is in, nearest first, "." last. */
export function ancestors(folder: string): readonly string[] {
  const all = [folder];
  for (let at = folder; at !== "."; ) {
    at = parentOf(at);
    all.push(at);
  }
  return all;
}

/** `within("a/b/c", "a")` is `b/c`; undefined where the path is not below the folder. */
export function within(path: string, folder: string): string | undefined {
  if (folder === ".") return path;
  if (path === folder) return ".";
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
