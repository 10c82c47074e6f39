import { type Code, codes } from "./codes";
import type { Finding, Range } from "./model";

/** Past so many findings nobody reads on. */
export const mostFindings = 2000;

/** Past so many it is no slip of the pen any more, and looking for what was meant would only take time. */
export const mostSuggestions = 500;

/** A finding of the code's own severity, unless another is said. */
export function makeFinding(
  path: string,
  code: Code,
  at: Range,
  message: string,
  more: Partial<Pick<Finding, "related" | "fixes" | "severity">> = {},
): Finding {
  return { code, severity: codes[code], path, start: at.start, end: at.end, message, ...more };
}
