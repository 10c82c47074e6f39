import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { isNginxFile, type NginxFiles, nginxFiles } from "../languages/nginx/files";
import { fail, ok, type Result } from "../result";
import { openFiles } from "../workspace/diskFiles";
import type { Files } from "../workspace/files";
import { walk } from "../workspace/walk";

/** What one operand of `check` or `format` is about. */
export interface NginxPlace {
  readonly files: Files;
  readonly nginx: NginxFiles;
  /** The files that were asked for, relative to the root of `files`. */
  readonly wanted: readonly string[];
  /** A path of `files` as it is shown: relative to the folder that was given, or the file just as it was given. */
  shown(path: string): string;
}

/** Folders that hold parts of a configuration whose nginx.conf is one folder up. */
const partFolders = /^(?:conf\.d|snippets|sites-available|sites-enabled|templates)$/;

/** Opens the operand: a folder, whose files are found, or one file, which is taken for nginx's whatever its name. */
export function openPlace(operand: string): Result<NginxPlace> {
  const path = resolve(operand);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return fail("path-missing", l10n.t("There is no {0}: check the path.", operand));
  if (found.isDirectory()) {
    const files = openFiles(path);
    const wanted = walk(files).files.filter(isNginxFile);
    return ok({ files, nginx: nginxFiles(wanted, files.text), wanted, shown: (name) => name });
  }
  const folder = dirname(path);
  const part = partFolders.test(basename(folder));
  const root = part ? dirname(folder) : folder;
  const name = part ? `${basename(folder)}/${basename(path)}` : basename(path);
  const files = openFiles(root);
  if (files.text(name) === undefined) {
    return fail(
      "path-unreadable",
      l10n.t("{0} cannot be read: check its permissions and that it is a text file.", operand),
    );
  }
  // Other files matter only to a file that includes some; a large folder is not walked for nothing.
  const text = files.text(name) ?? "";
  const others = /\binclude\b/.test(text) ? neighbours(files) : [];
  const paths = [...new Set([name, ...others])];
  return ok({
    files,
    nginx: nginxFiles(paths, files.text),
    wanted: [name],
    shown: (other) => (other === name ? operand : join(part ? dirname(dirname(operand)) : dirname(operand), other)),
  });
}

/** The files near a single one that its includes may name: two folders deep. */
function neighbours(files: Files): string[] {
  const found: string[] = [];
  for (const { name, kind } of files.list(".")) {
    if (kind === "file") found.push(name);
    else if (!name.startsWith(".") && name !== "node_modules") {
      for (const inner of files.list(name)) if (inner.kind === "file") found.push(`${name}/${inner.name}`);
    }
  }
  return found;
}
