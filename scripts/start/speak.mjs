/** The language of the person, chosen as the command line chooses it (server/src/spokenLanguage.ts). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { root } from "../lib/paths.mjs";

export function speak() {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const said = [LC_ALL, LC_MESSAGES, LANG].find((value) => value);
  if (said === undefined || !/^ko(?![a-z])/i.test(said)) return;
  l10n.config({ contents: readFileSync(join(root, "l10n/bundle.l10n.ko.json"), "utf8") });
}
