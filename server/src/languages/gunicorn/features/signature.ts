import type { View } from "./view";

export interface Signature {
  /** `post_fork(server, worker)`. */
  readonly label: string;
  /** Where each parameter stands in the label. */
  readonly parameters: readonly (readonly [start: number, end: number])[];
  readonly active: number;
  /** The hook, whose documentation is shown. */
  readonly setting: string;
}

/** The parameters that Gunicorn gives to the hook whose `def` is being written. */
export function signature({ text, catalog }: View, offset: number): Signature | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const [, name = "", written = ""] =
    /^(?:async\s+)?def\s+(\w+)\s*\(([^)]*)$/.exec(text.slice(lineStart, offset)) ?? [];
  const names = catalog.settings.get(name)?.parameters;
  if (!names) return undefined;
  let at = name.length + 1;
  const parameters = names.map((parameter): readonly [number, number] => {
    const start = at;
    at += parameter.length + 2;
    return [start, start + parameter.length];
  });
  const active = written.split(",").length - 1;
  return { label: `${name}(${names.join(", ")})`, parameters, active, setting: name };
}
