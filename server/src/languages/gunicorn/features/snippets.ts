import type { Catalog, SettingSpec } from "../catalog/catalog";
import { pythonSource, quoted } from "../values/source";
import { takesValue } from "./describe";
import { settingWords } from "./words";

/** What a `$`, `}` or `\` of a text is in LSP's snippets, and `,` and `|` in a choice. */
const plain = (text: string): string => text.replace(/[\\$}]/g, "\\$&");
const choice = (words: readonly string[]): string =>
  `\${1|${words.map((word) => plain(word).replace(/[,|]/g, "\\$&")).join(",")}|}`;
const placeholder = (text: string): string => (text === "" ? "$1" : `\${1:${plain(text)}}`);

/** A setting as it is written into a config file, with what is to be filled in. */
export function settingSnippet(spec: SettingSpec, catalog: Catalog): string {
  const { name, parameters } = spec;
  if (parameters) return `def ${hookSnippet(spec)}`;
  return `${name} = ${valueSnippet(spec, catalog)}`;
}

/** The rest of a hook after `def `. */
export const hookSnippet = ({ name, parameters = [] }: SettingSpec): string =>
  `${name}(${parameters.join(", ")}):\n    \${0:pass}`;

function valueSnippet(spec: SettingSpec, catalog: Catalog): string {
  const { name, validator, default: preset } = spec;
  const words = wordsOf(spec, catalog);
  if (validator === "bool") return choice(isTrue(spec) ? ["False", "True"] : ["True", "False"]);
  if (words.length > 1) return `"${choice(words.filter((word) => !/["\\]/.test(word)))}"`;
  if (name === "bind") return `"${placeholder("0.0.0.0:8000")}"`;
  if (validator === "dict") return '{\n    "$1": "$2",\n}';
  if (validator === "list_string" || validator === "list_of_files_or_patterns") return '["$1"]';
  if (preset?.type === "int") return placeholder(pythonSource(preset));
  if (preset?.type === "str") return placeholder(quoted(preset.value));
  return `"${placeholder(words[0] ?? "")}"`;
}

const isTrue = ({ default: preset }: SettingSpec): boolean => preset?.type === "bool" && preset.value;

/** The words that a setting is known to take in this release, as texts. */
export function wordsOf({ name, validator }: SettingSpec, catalog: Catalog): readonly string[] {
  if (validator === "bool" || validator === "pos_int") return [];
  if (name === "worker_class") return [...catalog.workers.keys()];
  return Object.hasOwn(settingWords, name) ? (settingWords[name] ?? []) : [];
}

/** What is filled in after an option of a command line; undefined where it takes nothing. */
export function optionSnippet(spec: SettingSpec, catalog: Catalog): string | undefined {
  if (!takesValue(spec)) return undefined;
  const words = wordsOf(spec, catalog).filter((word) => /^[\w.:/-]+$/.test(word));
  if (words.length > 1) return choice(words);
  if (spec.name === "bind") return placeholder("0.0.0.0:8000");
  const { default: preset } = spec;
  if (preset?.type === "int") return placeholder(String(preset.value));
  return placeholder(preset?.type === "str" && /^[\w.:/-]+$/.test(preset.value) ? preset.value : (words[0] ?? ""));
}
