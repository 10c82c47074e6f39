import { familyOf } from "../contexts";

/** What the docs say of a directive or variable. */
export interface Documentation {
  readonly module: string;
  readonly syntax: readonly string[];
  readonly preset: string;
  /** Markdown, all of it: `beginning` gives what a person reads in passing. */
  readonly text: string;
  readonly url: string;
}

type Entry = [module: string, syntax: string[], preset: string, text: string];

let texts: Promise<Readonly<Record<string, Entry>>> | undefined;

/** The texts are large, so they are loaded with the first question. */
const load = (): Promise<Readonly<Record<string, Entry>>> => {
  texts ??= import("../catalog/texts.json").then((module) => module.default as unknown as Record<string, Entry>);
  return texts;
};

/** The documentation of a directive, or of a variable (with its `$`), in the nginx world that a context belongs to. */
export async function documentation(name: string, context: string): Promise<Documentation | undefined> {
  const all = await load();
  for (const where of new Set([...documentedIn(context), "http", "stream", "mail"])) {
    const known = [name, ...prefixesOf(name)].find((each) => all[`${where} ${each}`]);
    const entry = known === undefined ? undefined : all[`${where} ${known}`];
    if (entry && known !== undefined) return decode(entry, known);
  }
  return undefined;
}

/** Where the docs tell of what stands in a context: the first parts of the keys of the catalog's texts and parameters. */
export function documentedIn(context: string): readonly string[] {
  const family = familyOf(context);
  const own = context.endsWith("/upstream") ? [context] : [];
  return [...new Set([...own, family === "main" ? "core" : family, "core"])];
}

/** What is said beyond this, the page says that is linked to. */
const longest = 1600;

/** The beginning of a Markdown text, up to the end of a paragraph outside of a code block. */
export function beginning(text: string): string {
  if (text.length <= longest) return text;
  let end = text.lastIndexOf("\n\n", longest);
  while (end > 0 && (text.slice(0, end).split("```").length - 1) % 2 === 1) end = text.lastIndexOf("\n\n", end - 1);
  return end > 0 ? `${text.slice(0, end)}\n\n…` : text;
}

/** `$http_x` is documented as `$http_`. */
function prefixesOf(name: string): string[] {
  if (!name.startsWith("$")) return [];
  return [...name.matchAll(/_/g)].map(({ index }) => name.slice(0, index + 1)).reverse();
}

/** @param name as it is documented */
function decode([module, syntax, preset, text]: Entry, name: string): Documentation {
  const anchor = name.replace(/^\$/, "var_");
  return { module, syntax: syntax.map((form) => form.trim()), preset, text, url: `${pageOf(module)}#${anchor}` };
}

function pageOf(module: string): string {
  const docs = "https://nginx.org/en/docs";
  if (module === "Core functionality") return `${docs}/ngx_core_module.html`;
  const family = module.match(/^ngx_(http|stream|mail)_/)?.[1];
  return family ? `${docs}/${family}/${module}.html` : `${docs}/${module}.html`;
}
