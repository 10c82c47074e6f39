import { partsOf, plain } from "./directiveHover";
import { documentation } from "./texts";
import { placeAt, type View } from "./view";

/** One way to write a directive. */
interface Form {
  /** As in `listen address[:port] [ssl]`. */
  readonly label: string;
  /** Where its arguments are in that. */
  readonly parameters: readonly (readonly [number, number])[];
  /** The argument that is being written, from 0. */
  readonly active: number;
}

export interface Signature {
  readonly forms: readonly Form[];
  /** The form that what is written is of, from 0. */
  readonly active: number;
  readonly text: string;
}

/** The forms of the directive that is being written. */
export async function signature(view: View, offset: number): Promise<Signature | undefined> {
  const { directive, word, index, context } = placeAt(view, offset);
  if (!directive || index === 0 || context === "") return undefined;
  const docs = await documentation(directive.name.value, context);
  if (!docs || docs.syntax.every((syntax) => syntax === "")) return undefined;
  const words = directive.args.map(({ value }) => value);
  const forms = docs.syntax.map((syntax): Form => {
    const label = `${directive.name.value} ${plain(syntax)}`;
    const parameters = partsOf(label).slice(1);
    const texts = parameters.map(([start, end]) => label.slice(start, end));
    const named = word ? texts.findIndex((text) => isNamed(text, word.value)) : -1;
    // What may be written again and again is the last one.
    return { label, parameters, active: named >= 0 ? named : Math.max(0, Math.min(index - 1, parameters.length - 1)) };
  });
  const scores = forms.map(({ label, parameters }) =>
    scoreOf(
      parameters.map(([start, end]) => label.slice(start, end)),
      words,
    ),
  );
  return { forms, active: scores.indexOf(Math.max(...scores)), text: docs.text.split("\n\n", 1)[0] ?? "" };
}

/** Whether an argument is the word, or begins with the `key=`, that a part of a form names. */
function isNamed(part: string, word: string): boolean {
  const key = /^\w+=/.exec(word)?.[0];
  const names = part.replace(/^\[|\]$/g, "").split(/\s*\|\s*/);
  return names.some((name) => (key === undefined ? name === word : name.startsWith(key)));
}

/** What a number may be called. */
const numbers = /^\[?(?:port|number|size|time|code|rate|level)\b/;

/** How well the arguments that are there suit the parts of a form. */
function scoreOf(parts: readonly string[], words: readonly string[]): number {
  const [first = ""] = words;
  const [opening = ""] = parts;
  let score = words.filter((word) => parts.some((part) => isNamed(part, word))).length * 2;
  const scheme = /^\w+:(?=\w)/.exec(opening)?.[0];
  if (scheme !== undefined) score += first.startsWith(scheme) ? 2 : -1;
  if (numbers.test(opening) && /^\d+[a-z]*$/i.test(first)) score += 1;
  // A form with fewer arguments is not the one that is meant.
  return words.length > parts.length && !parts.some((part) => part.includes("...")) ? score - 1 : score;
}
