import type { Finding } from "../findings";
import { lineCounter } from "../languages/lines";
import type { Reported } from "./reports";

/** Findings as they are printed: with lines and columns, and the names of files as the user gave them. */
export function reportFindings(
  path: string,
  findings: readonly Finding[],
  textOf: (path: string) => string | undefined,
  shown: (path: string) => string,
): readonly Reported[] {
  if (findings.length === 0) return [];
  const position = positions(textOf(path) ?? "");
  return findings.map(({ severity, code, message, start, end, related = [], fixes = [] }) => {
    const { line: endLine, column: endColumn } = position(end);
    return {
      file: shown(path),
      ...position(start),
      endLine,
      endColumn,
      severity,
      code,
      message,
      related: related.map((other) => {
        const file = other.path || path;
        const at = file === path ? position(other.start) : positions(textOf(file) ?? "")(other.start);
        return { file: shown(file), ...at, message: other.message };
      }),
      fixes: fixes.map(({ title }) => title),
    };
  });
}

/** 1-based lines and columns, in UTF-16 units as editors count them. */
function positions(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const lineOf = lineCounter(text);
  return (offset) => {
    const line = text.lastIndexOf("\n", offset - 1) + 1;
    return { line: lineOf(offset) + 1, column: offset - line + 1 };
  };
}
