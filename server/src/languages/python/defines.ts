import type { Binding, PythonFile } from "./facts";
import { readLines } from "./lines";

/** Whether a module has a name once it is imported; undefined where only running tells. */
export interface Defined {
  readonly is: "yes" | "no" | undefined;
  /** It gets the name where it is run as a program, `if __name__ == "__main__"`, and not where it is imported. */
  readonly asProgram: boolean;
  /** What gives it the name, where that is one statement alone. */
  readonly binding: Binding | undefined;
}

/** Ways by which a module may get names that no statement of it shows. */
const hidden =
  /\b(?:globals|vars|locals|setattr|exec|eval|__getattr__|__dict__|sys\.modules|import_module|__import__)\b/;

/**
 * Looks for a name among those of a module.
 * @param star what a module gives to `from module import *`; undefined where that cannot be read
 */
export function defines(
  file: PythonFile,
  name: string,
  star: (level: number, module: string) => Defined["is"],
): Defined {
  const own = file.scope.bindings.filter((binding) => binding.name === name && binding.guard !== "typing");
  const imported = own.filter(({ guard }) => guard !== "main");
  const [first, ...others] = imported;
  const asProgram = own.length > 0 && first === undefined;
  if (first !== undefined) return { is: "yes", asProgram, binding: others.length === 0 ? first : undefined };
  const stars = file.scope.stars.filter(({ guard }) => guard !== "typing" && guard !== "main");
  const given = stars.map(({ source }) => star(source.level, source.path));
  if (given.includes("yes")) return { is: "yes", asProgram, binding: undefined };
  const known = !given.includes(undefined) && isPlain(file.text, name);
  return { is: known ? "no" : undefined, asProgram, binding: undefined };
}

/** Nothing in the text gives names in a way that the parser does not show. */
function isPlain(text: string, name: string): boolean {
  if (hidden.test(text) || readLines(text).errors.length > 0) return false;
  const word = name.replace(/[^\p{L}\p{Nd}_]/gu, "");
  // `global app` in a function, `f(app := 1)`, and what may stand in a statement that the parser does not know.
  const unseen = new RegExp(
    `\\bglobal\\b[^\\n]*\\b${word}\\b|\\b${word}\\s*:=|^(?:${word}\\s*[=:,]|(?:async\\s+def|def|class)\\s+${word}\\b|\\s*case\\b.*\\b${word}\\b)`,
    "mu",
  );
  return !unseen.test(text.replace(/^if __name__ ==[^\n]*\n(?:[ \t]+[^\n]*\n?|\s*\n)*/gm, ""));
}
