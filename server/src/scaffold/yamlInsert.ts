import { Document, isCollection, isMap, isNode, isScalar, type Pair, parseDocument, YAMLMap } from "yaml";
import { print } from "./compose";

/** Something that is added to a collection that the text already has. */
export type Addition =
  | { readonly at: readonly string[]; readonly pair: Pair; readonly spaced: boolean }
  | { readonly at: readonly string[]; readonly item: string };

/**
 * The text with the additions put in where their collections end, and not a byte of it changed otherwise: printing
 * the parsed document again would move comments and blanks. Undefined where a collection is written in a way that
 * nothing can be put into so simply (`{ a: 1 }` over several lines, an empty value).
 */
export function insertYaml(text: string, additions: readonly Addition[]): string | undefined {
  const document = parseDocument(text, { merge: true });
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const inserts: { readonly offset: number; readonly text: string }[] = [];
  for (const addition of additions) {
    const collection = addition.at.length === 0 ? document.contents : document.getIn(addition.at);
    if (!isCollection(collection) || !collection.range) return undefined;
    if ("item" in addition && collection.flow && !isMap(collection)) {
      const item = printed({ item: addition.item })
        .replace(/^item: /, "")
        .trimEnd();
      inserts.push({ offset: collection.range[1] - 1, text: `${collection.items.length > 0 ? ", " : ""}${item}` });
      continue;
    }
    const [first] = collection.items;
    if ("pair" in addition && collection.flow) {
      const comma = first === undefined ? "" : ", ";
      inserts.push({ offset: collection.range[1] - 1, text: `${comma}${flowPair(addition.pair)}` });
      continue;
    }
    if (collection.flow || first === undefined) return undefined;
    const start = isMap(collection) ? startOf(collection.items[0]?.key) : collection.range[0];
    if (start === undefined) return undefined;
    const indent = start - (text.lastIndexOf("\n", start - 1) + 1);
    const lines =
      "item" in addition
        ? printed({ item: addition.item }).replace(/^item: /, "- ")
        : `${addition.spaced ? "\n" : ""}${printedPair(addition.pair, indentOf(text))}`;
    const shifted = lines
      .trimEnd()
      .replace(/^(?=[^\n])/gm, " ".repeat(indent))
      .replaceAll("\n", end);
    const last = collection.range[1];
    const newline = text.indexOf("\n", text[last - 1] === "\n" ? last - 1 : last);
    inserts.push(
      newline === -1 ? { offset: text.length, text: end + shifted } : { offset: newline + 1, text: shifted + end },
    );
  }
  // Later places first, so that the offsets of the others stay true; of one place, the first stays first.
  const ordered = inserts.map((insert, index) => ({ ...insert, index }));
  ordered.sort((a, b) => b.offset - a.offset || b.index - a.index);
  return ordered.reduce((all, { offset, text }) => all.slice(0, offset) + text + all.slice(offset), text);
}

/** How many spaces the text indents by; 2 where it does not say. */
export const indentOf = (text: string): number => Math.min(/^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2, 8);

const startOf = (key: unknown): number | undefined => (isNode(key) ? key.range?.[0] : undefined);

const printed = (value: unknown): string => print(new Document(value));

/** On one line, as it stands between braces; JSON is YAML. */
function flowPair({ key, value }: Pair): string {
  const plain: unknown = isNode(value) ? value.toJSON() : value;
  return `${String(key)}: ${JSON.stringify(plain)}`;
}

/** With the comment above it. */
function printedPair(pair: Pair, indent: number): string {
  const map = new YAMLMap();
  map.items.push(pair);
  const document = new Document();
  document.contents = map;
  const { key } = pair;
  if (!isScalar(key)) return print(document, { indent });
  const { spaceBefore } = key;
  key.spaceBefore = false;
  const text = print(document, { indent });
  key.spaceBefore = spaceBefore ?? false;
  return text;
}
