import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The page of longer answers that has a row for this problem, as an absolute path; undefined where none has. */
export function pageOf(code: string): string | undefined {
  // dist/cli.js and docs/ are neighbours, in a checkout as in the package.
  const page = join(__dirname, "..", "docs", "troubleshooting.md");
  try {
    return new RegExp(`^\\|.*\\|[^|]*\`${code}\`[^|]*\\|$`, "m").test(readFileSync(page, "utf8")) ? page : undefined;
  } catch {
    return undefined;
  }
}
