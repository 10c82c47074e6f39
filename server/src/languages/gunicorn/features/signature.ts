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

/** The parameters that Gunicorn gives to the hook whose `def`, `lambda` or call is being written, on however many lines. */
export function signature({ text, catalog }: View, offset: number): Signature | undefined {
  const written = beingWritten(text, offset);
  const names = written && catalog.settings.get(written.name)?.parameters;
  if (!written || !names) return undefined;
  let at = written.name.length + 1;
  const parameters = names.map((parameter): readonly [number, number] => {
    const start = at;
    at += parameter.length + 2;
    return [start, start + parameter.length];
  });
  const label = `${written.name}(${names.join(", ")})`;
  return { label, parameters, active: written.commas, setting: written.name };
}

interface Written {
  readonly name: string;
  /** How many commas stand between the parenthesis and the offset. */
  readonly commas: number;
}

/** A text, a comment, a bracket or a comma. */
const token = /[rbuf]{0,2}("""|'''|"|')(?:\\.|(?!\1).)*?(?:\1|$)|#[^\n]*|[([{]|[)\]}]|,/gis;

/** What has its parenthesis open at an offset, in the statement of the module that the offset is in. */
function beingWritten(text: string, offset: number): Written | undefined {
  const statement = text.slice(startOfStatement(text, offset), offset);
  const [, assigned, typed] = /^(\w+)[ \t]*=[ \t]*lambda[ \t]+([^:\n]*)$/.exec(statement) ?? [];
  if (assigned !== undefined) return { name: assigned, commas: (typed ?? "").split(",").length - 1 };
  const open: { name: string; commas: number }[] = [];
  for (const { 0: found, index } of statement.matchAll(token)) {
    const last = open.at(-1);
    if (/^[([{]$/.test(found))
      open.push({ name: nameBefore(found === "(" ? statement.slice(0, index) : ""), commas: 0 });
    else if (/^[)\]}]$/.test(found)) open.pop();
    else if (found === "," && last) last.commas++;
  }
  return open.findLast(({ name }) => name !== "");
}

const nameBefore = (text: string): string => /(?<![\w.])(\w+)[ \t]*$/.exec(text)?.[1] ?? "";

/** Where the statement of the module begins: at the last line that is neither indented nor the end of another one. */
function startOfStatement(text: string, offset: number): number {
  let at = text.lastIndexOf("\n", offset - 1) + 1;
  while (at > 0 && /[\s)\]}#]/.test(text.charAt(at) || " ")) at = text.slice(0, at - 1).lastIndexOf("\n") + 1;
  return at;
}
