import type { Given } from "../model";
import type { View } from "./view";

export interface Outline {
  readonly name: string;
  readonly detail: string;
  readonly kind: "section" | "setting" | "hook";
  readonly start: number;
  readonly end: number;
  /** The part to be selected. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly Outline[];
}

/** The outline of a config file: its settings by section, the sections in the order of Gunicorn's documentation. */
export function symbols({ text, given, catalog, config }: View): Outline[] {
  const ends = new Map(config?.bindings.map(({ at, statement }) => [at.start, statement.end]));
  const statementEnd = ({ name, value }: Given): number => ends.get(name.start) ?? value?.end ?? name.end;
  const sections = new Map<string, Outline[]>();
  for (const section of sectionsOf(catalog.settings.values())) sections.set(section, []);
  for (const one of given) {
    const spec = catalog.settings.get(one.setting);
    if (spec) sections.get(spec.section)?.push(outline(one, spec.parameters !== undefined, text, statementEnd(one)));
  }
  return [...sections].flatMap(([name, children]) => {
    const [first] = children;
    if (!first) return [];
    const start = Math.min(...children.map((child) => child.start));
    const end = Math.max(...children.map((child) => child.end));
    const { nameStart, nameEnd } = first;
    return [{ name, detail: "", kind: "section" as const, start, end, nameStart, nameEnd, children }];
  });
}

/** The sections in the order in which they first come. */
export const sectionsOf = (specs: Iterable<{ readonly section: string }>): readonly string[] => [
  ...new Set([...specs].map(({ section }) => section)),
];

function outline({ name, value, setting }: Given, hook: boolean, text: string, end: number): Outline {
  const written = value && !hook ? text.slice(value.start, value.end).replace(/\s+/g, " ") : "";
  return {
    name: setting,
    detail: written.length > 60 ? `${written.slice(0, 57)}...` : written,
    kind: hook ? "hook" : "setting",
    start: name.start,
    end: name.start + text.slice(name.start, Math.max(name.end, end)).trimEnd().length,
    nameStart: name.start,
    nameEnd: name.end,
    children: [],
  };
}
