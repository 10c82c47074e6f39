import * as l10n from "@vscode/l10n";
import type { Walking } from "./check";
import type { Checking } from "./model";

/** How deep files may include each other before we take it for a loop, as nginx's own stack would end. */
const deepest = 20;

/** Reads what an `include` names at its place. */
export function checkInclude(checking: Checking, { visit, stack, scope }: Walking): void {
  const { config, source, directive, report } = checking;
  const [word] = directive.args;
  if (!word) return;
  const found = config.environment.include?.(word.value, source);
  if (/(?:^|\/)modules(?:-enabled|\.d)?\/\*/.test(word.value)) config.foreignModules = true;
  if (!found) {
    config.incomplete = true;
    return;
  }
  if (found.length === 0 && !/[*?[]/.test(word.value)) {
    report("nginx-include-missing", word, l10n.t('There is no file "{0}" to include.', word.value));
    return;
  }
  for (const file of found) {
    if (stack.includes(file.path) || stack.length >= deepest) {
      report("nginx-include-loop", word, l10n.t('"{0}" includes itself, directly or through others.', word.value));
      return;
    }
    visit(file, scope, [...stack, file.path]);
  }
}
