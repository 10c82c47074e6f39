import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";

export type Language = "en" | "ko";

/** Whether `--lang` was given a language that is spoken, as POSIX or an editor writes it: `ko`, `ko_KR.UTF-8`, `en-US`. */
export const isLanguage = (wanted: string): boolean => /^(?:en|ko)(?![a-z])/i.test(wanted);

/** The language to speak: `--lang`, else what POSIX says of messages: the first of LC_ALL, LC_MESSAGES and LANG that is set. */
export function chooseLanguage(
  wanted: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const said = [wanted, environment.LC_ALL, environment.LC_MESSAGES, environment.LANG].find((value) => value);
  return said !== undefined && /^ko(?![a-z])/i.test(said) ? "ko" : "en";
}

/** Loads the texts of a language. English is in the code itself, so nothing is read for it. */
export function speak(language: Language): void {
  if (language === "en") return;
  try {
    // dist/cli.js and l10n/ are neighbours, in a checkout as in the package.
    const bundle = readFileSync(join(__dirname, "..", "l10n", `bundle.l10n.${language}.json`), "utf8");
    l10n.config({ contents: bundle });
  } catch {
    // Without the bundle English is better than nothing.
  }
}
