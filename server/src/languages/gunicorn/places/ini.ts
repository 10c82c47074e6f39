import { type Mapped, replaced, verbatim } from "../../mapped";

/** One `key=value` of an INI-like file. */
export interface IniEntry {
  readonly section: string;
  readonly key: string;
  readonly value: Mapped;
}

/**
 * The entries of an INI-like file in order.
 * @param continued what ends a line that goes on in the next one, and is left out
 */
export function iniEntries(text: string, continued: RegExp): readonly IniEntry[] {
  const found: IniEntry[] = [];
  let section = "";
  const pattern = new RegExp(`^(?:[^\\n]*?${continued.source})*[^\\n]*`, "gm");
  for (const match of text.matchAll(pattern)) {
    const line = match[0].replace(/\r$/, "");
    const header = /^[ \t]*\[([^\]\n]+)\]/.exec(line)?.[1];
    if (header !== undefined) section = header;
    const head = /^[ \t]*([\w.%-]+)[ \t]*[=:][ \t]*/.exec(line);
    if (header !== undefined || head === null || /^[ \t]*[#;]/.test(line)) continue;
    const start = match.index + head[0].length;
    const value = replaced(verbatim(line.slice(head[0].length), start), new RegExp(continued.source, "g"), () => " ");
    found.push({ section, key: head[1] ?? "", value });
  }
  return found;
}
