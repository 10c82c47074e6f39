import * as l10n from "@vscode/l10n";
import type { Problem } from "../../../server/src/result";

/** What the panel itself finds out: that an engine which answered does not any more. */
export const problemOf = (code: "engine-lost"): Problem => ({
  code,
  message: l10n.t("The engine does not answer any more: start Docker again. The panel finds it by itself."),
});
