import { fileURLToPath } from "node:url";

/** The absolute path of a document or folder, as this system writes it; undefined where it is on no disk. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // A host in it, or a character that no path has here.
    return undefined;
  }
}
