import { readFileSync } from "node:fs";
import * as l10n from "@vscode/l10n";
import { chooseLanguage, speak } from "../spokenLanguage";

/** What the client may send as `initializationOptions`. */
export interface InitializationOptions {
  /** Absolute path of the l10n bundle of the editor's language; absent where that is English. */
  readonly l10nBundle?: string;
}

/**
 * Sets the language that the server speaks, before anything says a word: the bundle that the client names, else the
 * client's locale. Where the client says neither, what the process was started with stays (the command line reads it
 * from the environment).
 * @returns why the bundle could not be read, for the log; undefined where all is well
 */
export function configureLocale(options: unknown, locale: string | undefined): string | undefined {
  const bundle = (options as InitializationOptions | null | undefined)?.l10nBundle;
  if (typeof bundle !== "string" && locale === undefined) return undefined;
  l10n.config({ contents: {} });
  if (typeof bundle !== "string") {
    speak(chooseLanguage(locale, {}));
    return undefined;
  }
  try {
    l10n.config({ contents: readFileSync(bundle, "utf8") });
    return undefined;
  } catch (error) {
    return `Cannot read the language bundle ${bundle}, so this speaks English: ${error}`;
  }
}
