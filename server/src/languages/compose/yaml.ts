import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";
import type { Span } from "../../findings";
import { rememberedByText } from "../remembered";

/** A node of a YAML text, aliases followed and merges (`<<`) done: what is said, and where. */
export interface Yaml extends Span {
  readonly kind: "map" | "list" | "scalar" | "null";
  /** The value as text, for a scalar. */
  readonly text: string;
  /** Of a map: the values by key; the key's own place is with them. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly items: readonly Yaml[];
}

export interface YamlEntry {
  readonly key: Span;
  readonly value: Yaml;
}

/** Deeper than this no compose file is; aliases that lead to themselves end here. */
const deepest = 12;

/** Reads a YAML text that may be half typed; undefined where nothing is in it. */
export const readYaml: (text: string) => Yaml | undefined = rememberedByText(read);

function read(text: string): Yaml | undefined {
  const document = parseDocument(text, {
    merge: true,
    strict: false,
    logLevel: "silent",
    lineCounter: new LineCounter(),
  });
  return document.contents === null ? undefined : view(document.contents, document, deepest);
}

const nowhere: Span = { start: 0, end: 0 };

function view(given: unknown, document: Document, depth: number): Yaml {
  const at = spanOf(given) ?? nowhere;
  const empty: Yaml = { ...at, kind: "null", text: "", entries: new Map(), items: [] };
  const node = isAlias(given) ? given.resolve(document) : given;
  if (depth === 0 || !isNode(node)) return empty;
  if (isScalar(node)) {
    const { value } = node;
    if (value === null) return empty;
    return { ...empty, kind: "scalar", text: node.source ?? String(value) };
  }
  if (isSeq(node)) return { ...empty, kind: "list", items: node.items.map((item) => view(item, document, depth - 1)) };
  if (isMap(node)) return { ...empty, kind: "map", entries: entriesOf(node, document, depth - 1) };
  return empty;
}

function entriesOf(map: YAMLMap, document: Document, depth: number): ReadonlyMap<string, YamlEntry> {
  const own = new Map<string, YamlEntry>();
  const merged: YamlEntry[] = [];
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? (key.source ?? String(key.value)) : "";
    const entry = { key: spanOf(key) ?? nowhere, value: view(value, document, depth) };
    if (name === "<<") merged.push(entry);
    else own.set(name, entry);
  }
  for (const { value } of merged) {
    for (const source of value.kind === "list" ? value.items : [value]) {
      for (const [name, entry] of source.entries) if (!own.has(name)) own.set(name, entry);
    }
  }
  return own;
}

function spanOf(node: unknown): Span | undefined {
  if (!isNode(node) || !node.range) return undefined;
  return { start: node.range[0], end: node.range[1] };
}
