import * as l10n from "@vscode/l10n";
import type { Word } from "../tree";
import { interpolation } from "../variables";
import { isTaken } from "./fixedVariables";
import { ask } from "./memory";
import type { Checking, Config, NameKind, NameUse, Range } from "./model";
import { definitionsIn, noteDefinition } from "./notes";

/** The part of a word from one offset of its value to another; the whole word where escapes make the offsets differ. */
export function within(word: Word, start: number, end: number): Range {
  const quote = word.quote ? 1 : 0;
  if (word.end - word.start - 2 * quote !== word.value.length) return word;
  return { start: word.start + quote + start, end: word.start + quote + end };
}

/** Notes that the directive defines a name. */
export function define(checking: Checking, kind: NameKind, name: string, at: Range): void {
  const { config, source, directive, family } = checking;
  noteDefinition(config, { kind, name, family, path: source.path, directive, start: at.start, end: at.end });
}

/** What defines a name so far, in nginx's order. */
export function definitionsOf(config: Config, kind: NameKind, family: string, name: string): readonly NameUse[] {
  if (config.recordings.length > 0) return askDefinitions(config, kind, family, name);
  return definitionsIn(config, kind, family, name) ?? none;
}

function askDefinitions(config: Config, kind: NameKind, family: string, name: string): readonly NameUse[] {
  ask(config, (now) => definitionsIn(now, kind, family, name) ?? none);
  return definitionsIn(config, kind, family, name) ?? none;
}

const none: readonly NameUse[] = [];

/**
 * Notes that the directive uses a name.
 * @param soft it needs no definition
 */
export function use(checking: Checking, kind: NameKind, name: string, at: Range, soft = false): void {
  const { config, source, directive, family } = checking;
  config.uses.push({ kind, name, family, path: source.path, directive, start: at.start, end: at.end, soft });
}

/** A value that may hold variables: notes which, and reports what nginx's script compiler would not take. */
export function complexValue(checking: Checking, word: Word, soft = false): void {
  const { uses, fault } = interpolation(word.value);
  for (const { name, start, end } of uses) use(checking, "variable", name, within(word, start, end), soft);
  if (!fault || soft) return;
  const at = within(word, fault.start, fault.end);
  if (fault.kind === "bracket") {
    checking.report(
      "nginx-invalid-variable",
      at,
      l10n.t("The closing bracket of this variable is missing: write ${name}."),
    );
  } else {
    checking.report(
      "nginx-invalid-variable",
      at,
      l10n.t("A variable name must follow the $; nginx has no way to write a plain $ here."),
    );
  }
}

/** A word that must be the name of a variable to be defined, such as that of `set` and `map`. */
export function defineVariable(checking: Checking, word: Word | undefined): void {
  if (!word) return;
  if (!word.value.startsWith("$")) {
    checking.report(
      "nginx-invalid-variable",
      word,
      l10n.t('Invalid variable name "{0}": it must begin with $.', word.value),
      {
        fixes: [
          {
            title: l10n.t("Write ${0}", word.value),
            path: checking.source.path,
            edits: [{ start: word.start, end: word.start, text: "$" }],
          },
        ],
      },
    );
    return;
  }
  if (word.value.length < 2) {
    checking.report("nginx-invalid-variable", word, l10n.t("Invalid variable name: nothing follows the $."));
    return;
  }
  const name = word.value.slice(1).toLowerCase();
  if (isTaken(checking, name)) {
    checking.report(
      "nginx-duplicate-definition",
      word,
      l10n.t('"{0}" is a variable of nginx itself that cannot be set.', word.value),
    );
    return;
  }
  define(checking, "variable", name, word);
}
