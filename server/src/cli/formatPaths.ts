import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { type FormatOptions, formatEdits } from "../languages/nginx/format";
import { edit } from "../languages/nginx/tree";
import { fail, ok, type Result } from "../result";
import { openPlace } from "./nginxPaths";

export interface Formatted {
  /** Files that were changed, or would be. */
  readonly changed: readonly string[];
  /** Files with syntax errors, which are left alone. */
  readonly broken: readonly string[];
}

/** Formats the nginx files of the operands in place; with `dry` nothing is written. */
export async function formatPaths(
  operands: readonly string[],
  options: FormatOptions,
  dry: boolean,
): Promise<Result<Formatted>> {
  const changed: string[] = [];
  const broken: string[] = [];
  for (const operand of operands.length > 0 ? operands : ["."]) {
    const place = await openPlace(operand);
    if (!place.ok) return place;
    const { files, nginx, wanted, shown } = place.value;
    for (const path of wanted) {
      const tree = nginx.tree(path);
      if (!tree) continue;
      const bytes = files.bytes(path);
      if (tree.errors.length > 0) {
        broken.push(shown(path));
        continue;
      }
      const text = edit(tree.text, formatEdits(tree, options));
      if (text === tree.text) continue;
      // A file that is not UTF-8 would not survive being written back.
      if (bytes && !Buffer.from(tree.text, "utf8").equals(bytes)) {
        broken.push(shown(path));
        continue;
      }
      changed.push(shown(path));
      if (dry) continue;
      try {
        writeFileSync(join(files.root, path), text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return fail("not-written", l10n.t("{0} could not be written: {1}.", shown(path), reason));
      }
    }
  }
  return ok({ changed, broken });
}
