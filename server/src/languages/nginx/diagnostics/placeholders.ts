import { builtInVariables } from "../catalog/catalog";
import { isTemplate } from "../files";
import type { Directive } from "../tree";
import type { Code } from "./codes";
import type { Range, Source } from "./model";

/** What is said of words, and may be otherwise once envsubst has put the environment in. */
const ofWords: ReadonlySet<Code> = new Set<Code>([
  "nginx-argument-count",
  "nginx-conflict",
  "nginx-include-missing",
  "nginx-invalid-parameter",
  "nginx-invalid-regex",
  "nginx-invalid-value",
  "nginx-invalid-variable",
  "nginx-missing-requirement",
  "nginx-undefined-log-format",
  "nginx-unexpected-character",
]);

/** Whether a template leaves open what the finding is about: nginx reads another word there than this one. */
export const isLeftOpen = (code: Code, at: Range, { args }: Directive, { path, tree }: Source): boolean =>
  isTemplate(path) &&
  ofWords.has(code) &&
  (args.some(({ value }) => hasPlaceholder(value)) || hasPlaceholder(tree.text.slice(at.start, at.end)));

/** Whether envsubst may put a part of a word there: `${NAME}` or `$NAME` that is no variable of nginx itself. */
export function hasPlaceholder(value: string): boolean {
  for (const [, braced, bare] of value.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Z_][A-Z0-9_]*)(?![a-z]))/g)) {
    const name = braced ?? bare ?? "";
    if (!/[a-z]/.test(name) || !builtInVariables("http").has(name.toLowerCase())) return true;
  }
  return false;
}
