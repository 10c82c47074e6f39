import { parentOf } from "../../../workspace/paths";
import { type Mapped, replaced, slice, verbatim } from "../../mapped";
import type { GunicornCommand } from "../model";
import { aroundFile, type ReadContext } from "./around";
import { inShell } from "./find";

/** The recipes of a Makefile: each of their lines is a text for a shell of its own, also one behind `target:` and `;`. */
export function fromMakefile(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  const around = aroundFile(path, "makefile", context);
  const variables = variablesOf(text);
  let service: string | undefined;
  const found: GunicornCommand[] = [];
  for (const line of text.matchAll(/^(?:[^\n\\]|\\[^\n]|\\\n)*/gm)) {
    const target = /^([^\s:#=][^:#=]*?)\s*::?(?![:=])/.exec(line[0])?.[1];
    if (target !== undefined) service = target;
    const head = /^(?:\t|[^\s:#=][^:#=]*::?(?![:=])[^;#]*;)[@+ \t-]*/.exec(line[0])?.[0];
    if (head === undefined) continue;
    const recipe = slice(verbatim(line[0], line.index), head.length);
    const directory = around.directory ?? parentOf(path);
    found.push(...inShell(expanded(recipe, variables), { ...around, directory, service }));
  }
  return found;
}

/** `NAME = value` where it is set once and needs nothing that is not known. */
function variablesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const unknown = new Set<string>();
  for (const [, name = "", value = ""] of text.matchAll(
    /^(?:export +)?([\w.-]+)[ \t]*(?:\?|::?|\+)?=[ \t]*([^#\n]*)/gm,
  )) {
    if (found.has(name)) unknown.add(name);
    found.set(name, value.trim());
  }
  for (const name of unknown) found.delete(name);
  return found;
}

/** `$$` is the shell's own `$`; what Make does not know stays as it is, which a shell does not know either. */
function expanded(recipe: Mapped, variables: ReadonlyMap<string, string>): Mapped {
  return replaced(recipe, /\$\$|\$[({]([\w.-]+)[)}]/g, ([whole, name]) => {
    if (name === undefined) return "$";
    const value = variables.get(name);
    return value === undefined || value.includes("$") || value.endsWith("\\") ? whole : value;
  });
}
