import { familyOf } from "../contexts";

/** What the docs say of a directive or variable. */
export interface Documentation {
  readonly module: string;
  readonly syntax: readonly string[];
  readonly preset: string;
  /** Markdown. */
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
  const family = familyOf(context);
  const order = [...new Set([family, "core", "http", "stream", "mail"])].map((each) =>
    each === "main" ? "core" : each,
  );
  for (const where of order) {
    const entry = all[`${where} ${name}`] ?? (name.startsWith("$") ? prefixed(all, where, name) : undefined);
    if (entry) return decode(entry, name);
  }
  return undefined;
}

/** `$http_x` is documented as `$http_`. */
function prefixed(all: Readonly<Record<string, Entry>>, where: string, name: string): Entry | undefined {
  for (let end = name.lastIndexOf("_"); end > 0; end = name.lastIndexOf("_", end - 1)) {
    const entry = all[`${where} ${name.slice(0, end + 1)}`];
    if (entry) return entry;
  }
  return undefined;
}

function decode([module, syntax, preset, text]: Entry, name: string): Documentation {
  const anchor = name.startsWith("$") ? `var_${name.slice(1).replace(/_[^_]*$/, "_")}` : name;
  return { module, syntax, preset, text, url: `${pageOf(module)}#${anchor}` };
}

function pageOf(module: string): string {
  const docs = "https://nginx.org/en/docs";
  if (module === "Core functionality") return `${docs}/ngx_core_module.html`;
  const family = module.match(/^ngx_(http|stream|mail)_/)?.[1];
  return family ? `${docs}/${family}/${module}.html` : `${docs}/${module}.html`;
}
