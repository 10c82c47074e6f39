import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";
import type { Arguments } from "./command";

/** The folder that a command is about: its operand, else the current folder; absolute. Says why it cannot be used. */
export function folderArgument(args: Arguments): Result<string> {
  const given = args.positionals[0] ?? ".";
  const folder = resolve(given);
  try {
    if (!statSync(folder).isDirectory()) {
      return fail("not-a-folder", l10n.t("{0} is a file: name the folder that the project is in.", given));
    }
    accessSync(folder, constants.R_OK | constants.X_OK);
    return ok(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "EACCES" || code === "EPERM"
      ? fail("folder-unreadable", l10n.t("{0} cannot be read: ask its owner for permission, or run as them.", given))
      : fail("folder-missing", l10n.t("There is no folder {0}: check the path.", given));
  }
}
