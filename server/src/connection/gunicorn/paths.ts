import { sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The absolute path of a document, with "/"; undefined where it is on no disk. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    const path = fileURLToPath(uri);
    return sep === "/" ? path : path.split(sep).join("/");
  } catch {
    return undefined;
  }
}

/** The path of a document in a folder; undefined where it is not in it. */
export function pathIn(folder: string, uri: string): string | undefined {
  const path = pathOf(uri);
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path?.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
