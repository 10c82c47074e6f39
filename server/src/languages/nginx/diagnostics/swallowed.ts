import * as l10n from "@vscode/l10n";
import { directiveSpecs } from "../catalog/catalog";
import type { Directive, Word } from "../tree";
import type { Code } from "./codes";
import { codes } from "./codes";
import type { Checking, Finding, Range, Scope, Source } from "./model";

/** A word that is written like a directive of its own: first on its line, and the name of one that may stand here. */
function looksLikeDirective(word: Word, scope: Scope, source: Source): boolean {
  if (word.quote || !firstOnLine(source.tree.text, word.start)) return false;
  return directiveSpecs(word.value)?.some((spec) => (spec.contexts & scope.bit) !== 0) ?? false;
}

function firstOnLine(text: string, start: number): boolean {
  for (let at = start - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 10) return true;
    if (code !== 32 && code !== 9 && code !== 13) return false;
  }
  return true;
}

/** Where an argument is refused that is really the next directive, the `;` before it is what is missing. */
export function swallowedInstead(
  code: Code,
  at: Range,
  directive: Directive,
  scope: Scope,
  source: Source,
): Finding | undefined {
  if (code !== "nginx-invalid-parameter" && code !== "nginx-invalid-value" && code !== "nginx-invalid-regex")
    return undefined;
  const index = directive.args.findIndex((word) => looksLikeDirective(word, scope, source));
  const word = directive.args[index];
  if (!word || at.start < word.start) return undefined;
  return {
    ...missing(directive, index, source),
    code: "nginx-missing-semicolon",
    severity: codes["nginx-missing-semicolon"],
  };
}

/** Whether the last word stands on another line than the name: nothing can be swallowed where all stands on one. */
export function endsOnAnotherLine({ directive: { name, args }, source }: Checking): boolean {
  const last = args[args.length - 1];
  // No further than that: a file may be one line of a megabyte.
  return last !== undefined && source.tree.text.slice(name.end, last.start).includes("\n");
}

/** Says so where nginx takes the next directive for an argument and is content. */
export function swallowed({ directive, scope, source, config }: Checking): void {
  const index = directive.args.findIndex((word) => looksLikeDirective(word, scope, source));
  if (index < 0) return;
  // Where it was refused already, that has been said.
  const { start, end } = directive;
  const told = config.findings.some(
    (finding) =>
      finding.path === source.path &&
      finding.code === "nginx-missing-semicolon" &&
      finding.start >= start &&
      finding.end <= end,
  );
  if (told) return;
  config.findings.push({
    ...missing(directive, index, source),
    code: "nginx-swallowed-directive",
    severity: codes["nginx-swallowed-directive"],
    message: l10n.t(
      'nginx takes "{0}" for an argument of "{1}": the ";" before it is missing.',
      directive.args[index]?.value ?? "",
      directive.name.value,
    ),
  });
}

function missing(directive: Directive, index: number, source: Source): Omit<Finding, "code" | "severity"> {
  const before = directive.args[index - 1] ?? directive.name;
  const word = directive.args[index] ?? before;
  return {
    path: source.path,
    start: before.start,
    end: word.end,
    message: l10n.t('The ";" that ends "{0}" is missing.', directive.name.value),
    fixes: [
      {
        title: l10n.t('Add ";"'),
        path: source.path,
        edits: [{ start: before.end, end: before.end, text: ";" }],
      },
    ],
  };
}
