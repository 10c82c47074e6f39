import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Every file of a folder with the hash of what is in it, sorted by path: equal where nothing was changed. */
export async function digestOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = files.map(async (file) => {
    const hash = createHash("sha256").update(await readFile(file));
    return `${relative(folder, file)} ${hash.digest("hex")}`;
  });
  return (await Promise.all(lines)).sort();
}
