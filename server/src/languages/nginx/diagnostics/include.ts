import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../findings";
import { stockFiles } from "../included";
import type { NginxTree } from "../tree";
import type { Walking } from "./check";
import { ask } from "./memory";
import type { Checking, Config, Scope, Source } from "./model";
import { editDistance } from "./nearest";

/** Stands for what a file says that is there and may not be read. */
export const unreadTree: NginxTree = { text: "", items: [], errors: [] };

/** How deep files may include each other before we take it for a loop, as nginx's own stack would end. */
const deepest = 20;

/** The files that a pattern names, read from a file; undefined where that cannot be known. */
export function filesNamed(config: Config, pattern: string, { path }: Source): readonly Source[] | undefined {
  // No block that is remembered may hold a whole tree in memory.
  const from = { path, tree: { text: "", items: [], errors: [] } };
  const read = ({ environment }: Config): readonly Source[] | undefined => environment.include?.(pattern, from);
  if (config.recordings.length > 0) ask(config, (now) => read(now)?.map(({ tree }) => tree) ?? [elsewhere]);
  return read(config);
}

const elsewhere = {};

/** The file of nginx's own that a misspelt path must mean; it is none that could be anybody else's. */
function nearlyStock(path: string): string | undefined {
  const [, folder, name] = /^(\/(?:usr\/local\/)?etc\/nginx\/)([^/*?[]+)$/.exec(path) ?? [];
  if (folder === undefined || name === undefined) return undefined;
  const near = stockFiles.find((file) => editDistance(name, file, 1) === 1);
  return near === undefined ? undefined : folder + near;
}

const unread = "an include that is not read";

/** Whether more may stand in a block than is known of it: nothing is said to be missing there. */
export const mayHaveMore = ({ seen }: Scope): boolean => seen.has(unread);

/** Reads what an `include` names at its place. */
export function checkInclude(checking: Checking, { visit, stack, scope }: Walking): void {
  const { config, source, directive, report } = checking;
  const word = directive.args[0];
  if (!word) return;
  const found = filesNamed(config, word.value, source);
  const noteUnread = (): void => {
    config.incomplete = true;
    scope.seen.set(unread, directive);
  };
  if (/(?:^|\/)modules(?:-enabled|\.d)?\/\*/.test(word.value)) config.foreignModules = true;
  if (!found) {
    const near = nearlyStock(word.value);
    if (near !== undefined) {
      const message = l10n.t('There is no file "{0}" to include. Did you mean "{1}"?', word.value, near);
      const fixes = [changeTo(source.path, word, near)];
      report("nginx-include-missing", word, message, { severity: "warning", fixes });
    }
    noteUnread();
    return;
  }
  if (found.length === 0 && !/[*?[]/.test(word.value)) {
    noteUnread();
    // It counts from the folder of the root file, which is not known of a fragment that nothing here includes.
    if (config.contexts.get(stack[0] ?? source.path) !== "main") return;
    report("nginx-include-missing", word, l10n.t('There is no file "{0}" to include.', word.value));
    return;
  }
  for (const file of found) {
    if (stack.includes(file.path) || stack.length >= deepest) {
      report("nginx-include-loop", word, l10n.t('"{0}" includes itself, directly or through others.', word.value));
      return;
    }
    if (file.tree === unreadTree) noteUnread();
    if (file.leadsTo !== undefined) {
      const message = l10n.t(
        '"{0}" matches the link {1}, which leads to {2}, and there is no such file: nginx does not start. Remove the link, or put the file there.',
        word.value,
        file.path,
        file.leadsTo,
      );
      report("nginx-include-missing", word, message);
    }
    visit(file, scope, [...stack, file.path]);
  }
}
