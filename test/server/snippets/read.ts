import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Snippet {
  readonly name: string;
  readonly prefix: string;
  readonly description: string;
  /** The body as the file has it, lines joined. */
  readonly body: string;
}

export const files = ["nginx", "gunicorn", "dockerfile", "compose"] as const;

/** The snippets of one file, in its order; throws where an entry has not the form that VS Code takes. */
export function readSnippets(file: (typeof files)[number]): Snippet[] {
  const text = readFileSync(join(import.meta.dirname, "../../../snippets", `${file}.json`), "utf8");
  const entries: Record<string, Record<string, unknown>> = JSON.parse(text);
  return Object.entries(entries).map(([name, entry]) => {
    const { prefix, description, body, ...rest } = entry;
    const lines = Array.isArray(body) && body.every((line: unknown) => typeof line === "string");
    if (typeof prefix !== "string" || typeof description !== "string" || !lines || Object.keys(rest).length > 0) {
      throw new Error(`${file}.json: "${name}" is not { prefix, description, body: [lines] }`);
    }
    return { name, prefix, description, body: body.join("\n") };
  });
}

/**
 * The text that stands in the editor when a user accepts every default: `${1:x}` is x, `${1|a,b|}` is a, `$0` is
 * nothing, and `\$`, `\}` and `\\` are the character itself.
 *
 * Throws on a `$` that would become a variable of VS Code (`$host` unescaped is an empty text in the editor).
 */
export function expand(body: string): string {
  const defaults = new Map<string, string>();
  return body.replace(
    /\\([$}\\])|\$\{(\d+):([^}]*)\}|\$\{(\d+)\|([^}]*)\|\}|\$(\d+)|\$/g,
    (whole, escaped?: string, number?: string, text?: string, choice?: string, words?: string, bare?: string) => {
      if (escaped !== undefined) {
        return escaped;
      }
      if (number !== undefined && text !== undefined) {
        return remember(defaults, number, text, whole);
      }
      if (choice !== undefined && words !== undefined) {
        return remember(defaults, choice, words.split(",")[0] ?? "", whole);
      }
      if (bare === "0") {
        return "";
      }
      if (bare !== undefined) {
        return defaults.get(bare) ?? "";
      }
      throw new Error(`An unescaped $ in: ${body}`);
    },
  );
}

function remember(defaults: Map<string, string>, number: string, text: string, whole: string): string {
  const before = defaults.get(number);
  if (before !== undefined && before !== text) {
    throw new Error(`${whole}: this number has another default before`);
  }
  defaults.set(number, text);
  return text;
}
