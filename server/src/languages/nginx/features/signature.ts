import { plain } from "./hover";
import { documentation } from "./texts";
import { placeAt, type View } from "./view";

export interface Signature {
  /** Each form of the directive, as in `listen address[:port] [ssl]`. */
  readonly labels: readonly string[];
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
  const labels = docs.syntax.map((syntax) => `${directive.name.value} ${plain(syntax)}`);
  return { labels, active: index - 1, text: docs.text.split("\n\n", 1)[0] ?? "" };
}
