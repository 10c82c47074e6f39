import * as l10n from "@vscode/l10n";
import type { Terminal } from "./terminal";

/** More names than these tell nobody more. */
const mostNamed = 5;

/** Says what of a folder may not be read: what was found elsewhere is not all that there is to find. */
export function showUnread(terminal: Terminal, paths: readonly string[]): void {
  for (const path of paths.slice(0, mostNamed)) {
    terminal.err(l10n.t("{0} cannot be read and was left out: check its permissions and its size.", path));
  }
  const more = paths.length - mostNamed;
  if (more > 0) terminal.err(l10n.t("{0} more cannot be read and were left out.", more));
}
