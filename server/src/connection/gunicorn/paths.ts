import { sep } from "node:path";
import { pathOfUri } from "../uri";

/** The absolute path of a document, with "/"; undefined where it is on no disk. */
export function pathOf(uri: string): string | undefined {
  const path = pathOfUri(uri);
  return sep === "/" ? path : path?.split(sep).join("/");
}

/** The path of a document in a folder; undefined where it is not in it. */
export function pathIn(folder: string, uri: string): string | undefined {
  const path = pathOf(uri);
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path?.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
