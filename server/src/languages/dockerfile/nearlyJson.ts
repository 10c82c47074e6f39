import { type Mapped, slice } from "../mapped";

/** What keeps a list from being JSON, so that Docker hands it to a shell as it is. */
export type NotJson = "single-quotes" | "trailing-comma" | "comment";

const item = `"[^"\\\\\\n]*"|'[^'\\\\\\n]*'`;
const items = new RegExp(item, "g");
const pattern = new RegExp(`^\\s*\\[\\s*((?:${item})(?:\\s*,\\s*(?:${item}))*)\\s*(,?)\\s*\\]\\s*(#.*)?$`);

/**
 * A list that is meant to be the exec form and is no JSON: its texts, each with its place, and why it is none. Undefined
 * for anything else.
 */
export function nearlyJson(source: Mapped): { readonly words: readonly Mapped[]; readonly why: NotJson } | undefined {
  const [, list, comma, comment] = pattern.exec(source.text) ?? [];
  if (list === undefined) return undefined;
  const from = source.text.indexOf(list);
  const words = [...list.matchAll(items)];
  const why = words.some(([word]) => word.startsWith("'")) ? "single-quotes" : comma ? "trailing-comma" : "comment";
  if (why === "comment" && !comment) return undefined;
  const inside = words.map(({ 0: word, index }) => slice(source, from + index + 1, from + index + word.length - 1));
  return { words: inside, why };
}
