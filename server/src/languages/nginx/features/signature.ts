import { plain } from "./directiveHover";
import { documentation } from "./texts";
import { placeAt, type View } from "./view";

export interface Signature {
  /** Each form of the directive, as in `listen address[:port] [ssl]`, and where its arguments are in it. */
  readonly forms: readonly { readonly label: string; readonly parameters: readonly (readonly [number, number])[] }[];
  /** The argument that is being written, from 0. */
  readonly active: number;
  readonly text: string;
}

/** The forms of the directive that is being written. */
export async function signature(view: View, offset: number): Promise<Signature | undefined> {
  const { directive, index, context } = placeAt(view, offset);
  if (!directive || index === 0 || context === "") return undefined;
  const docs = await documentation(directive.name.value, context);
  if (!docs || docs.syntax.every((syntax) => syntax === "")) return undefined;
  const forms = docs.syntax.map((syntax) => {
    const label = `${directive.name.value} ${plain(syntax)}`;
    return { label, parameters: parametersIn(label) };
  });
  return { forms, active: index - 1, text: docs.text.split("\n\n", 1)[0] ?? "" };
}

/** The arguments of a form, from and to: words and bracketed parts, what is joined by `|` as one. */
function parametersIn(label: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let depth = 0;
  let start = -1;
  for (let at = 0; at <= label.length; at++) {
    const char = label[at];
    if (char === "[") depth++;
    if (char === "]") depth--;
    const blank = char === undefined || (depth === 0 && /\s/.test(char));
    if (!blank && start < 0) start = at;
    if (!blank || start < 0) continue;
    const joined = /^\s*\|/.test(label.slice(at)) || label[at - 1] === "|";
    if (joined && char !== undefined) continue;
    found.push([start, at]);
    start = -1;
  }
  // The first word is the directive's own name.
  return found.slice(1);
}
