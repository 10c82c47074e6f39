import { isUtf8 } from "node:buffer";
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { isTemplate } from "../languages/nginx/files";
import { type FormatOptions, formatEdits } from "../languages/nginx/format";
import { parseNginx } from "../languages/nginx/parser";
import { readSettings } from "../languages/nginx/settings";
import { edit } from "../languages/nginx/tree";
import { fail, ok, type Result } from "../result";
import { openPlace, unreadOf } from "./nginxPaths";
import { settingsAround } from "./userSettings";

export interface Formatted {
  /** Files that were changed, or would be. */
  readonly changed: readonly string[];
  /** Files with syntax errors, which are left alone. */
  readonly broken: readonly string[];
  /** Files with NUL bytes, as UTF-16 has: nginx cannot read them. */
  readonly wide: readonly string[];
  /** What may not be read of the folders that were given, as it is shown. */
  readonly unread: readonly string[];
}

/**
 * Formats the nginx files of the operands in place; with `dry` nothing is written.
 * @param given what the command line says; the settings of the editor say the rest
 */
export async function formatPaths(
  operands: readonly string[],
  given: Pick<FormatOptions, "indent"> & Partial<FormatOptions>,
  dry: boolean,
): Promise<Result<Formatted>> {
  const changed: string[] = [];
  const broken: string[] = [];
  const wide: string[] = [];
  const unread: string[] = [];
  for (const operand of operands.length > 0 ? operands : ["."]) {
    const place = await openPlace(operand);
    if (!place.ok) return place;
    const { files, folder, nginx, wanted, shown } = place.value;
    unread.push(...unreadOf(place.value, wanted));
    const { alignValues, maxBlankLines } = readSettings(
      await settingsAround(folder ? resolve(operand) : dirname(resolve(operand))),
    );
    const options = { alignValues, maxBlankLines, ...given };
    for (const path of wanted) {
      const bytes = files.bytes(path);
      const read = nginx.tree(path);
      if (!read || !bytes) continue;
      if (bytes.includes(0)) {
        wide.push(shown(path));
        continue;
      }
      // nginx reads bytes, whatever they stand for: only white space among them changes.
      const encoding = isUtf8(bytes) ? "utf8" : "latin1";
      const tree =
        encoding === "utf8" ? read : parseNginx(Buffer.from(bytes).toString(encoding), { template: isTemplate(path) });
      if (tree.errors.length > 0) {
        broken.push(shown(path));
        continue;
      }
      const text = edit(tree.text, formatEdits(tree, options));
      if (text === tree.text) continue;
      changed.push(shown(path));
      if (dry) continue;
      try {
        writeFileSync(join(files.root, path), text, encoding);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return fail("not-written", l10n.t("{0} could not be written: {1}.", shown(path), reason));
      }
    }
  }
  return ok({ changed, broken, wide, unread: [...new Set(unread)] });
}
