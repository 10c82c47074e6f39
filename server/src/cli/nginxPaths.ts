import { statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import * as l10n from "@vscode/l10n";
import { folderOnDisk, wholeAround } from "../languages/nginx/disk";
import { isNginxFile, type NginxFiles, nginxFiles } from "../languages/nginx/files";
import { homeOf, neighbours } from "../languages/nginx/neighbours";
import { isPlainlyNginx } from "../languages/nginx/plain";
import { fail, ok, type Result } from "../result";
import { openFiles } from "../workspace/diskFiles";
import type { Files } from "../workspace/files";
import { walk } from "../workspace/walk";

/** What one operand of `check` or `format` is about. */
export interface NginxPlace {
  readonly files: Files;
  /** A folder was given, not one file. */
  readonly folder: boolean;
  readonly nginx: NginxFiles;
  /** The files that were asked for, relative to the root of `files`; each once, whatever links lead to it. */
  readonly wanted: readonly string[];
  /** The root file of the configuration that the one file is a part of; the file itself where none includes it. */
  readonly root?: string;
  /** A path of `files` as it is shown: relative to the folder that was given, or the file just as it was given. */
  shown(path: string): string;
}

/** Opens the operand: a folder, whose files are found, or one file, which is taken for nginx's whatever its name. */
export function openPlace(operand: string): Result<NginxPlace> {
  const path = resolve(operand);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return fail("path-missing", l10n.t("There is no {0}: check the path.", operand));
  if (found.isDirectory()) {
    const files = openFiles(path);
    const disk = folderOnDisk(files);
    const found = walk(files).files.filter((name) => isNginxFile(name) || isNginxByContent(files, name));
    return ok({
      files,
      folder: true,
      nginx: nginxFiles(found, files.text, disk),
      wanted: [...new Set(found.map(disk.real))],
      shown: (name) => name,
    });
  }
  const whole = wholeAround(path);
  const files = openFiles(whole?.folder ?? homeOf(path));
  const disk = folderOnDisk(files);
  const name = disk.real(relative(files.root, path).split(sep).join("/"));
  const text = files.text(name);
  if (text === undefined) {
    return fail(
      "path-unreadable",
      l10n.t("{0} cannot be read: check its permissions and that it is a text file.", operand),
    );
  }
  // Other files matter only to a file that includes some; a large folder is not walked for nothing.
  const others = whole || /\binclude\b/.test(text) ? neighbours(files) : [];
  const absolute = (other: string): string => resolve(files.root, other);
  return ok({
    files,
    folder: false,
    nginx: nginxFiles([...new Set([name, ...others])], (other) => (other === name ? text : files.text(other)), disk),
    wanted: [name],
    root: whole?.root ?? name,
    shown: (other) => {
      if (other === name) return operand;
      return isAbsolute(operand) ? absolute(other) : relative(process.cwd(), absolute(other));
    },
  });
}

/** Any `.conf` may be nginx's: what is plainly so in its text is. */
function isNginxByContent(files: Files, path: string): boolean {
  if (!path.endsWith(".conf")) return false;
  const text = files.text(path);
  return text !== undefined && isPlainlyNginx(text);
}
