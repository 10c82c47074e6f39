import * as l10n from "@vscode/l10n";
import { fail, type Result } from "../result";

/** A service was named that the stack does not have. */
export const serviceUnknown = (name: string, known: readonly string[]): Result<never> =>
  fail("service-unknown", l10n.t("There is no service '{0}': use {1}.", name, known.join(", ")));
