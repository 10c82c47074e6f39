import type { Finding } from "../findings";
import { codes as gunicornCodes } from "../languages/gunicorn/diagnostics/codes";
import { codes as nginxCodes } from "../languages/nginx/diagnostics/codes";
import { isNginxFile } from "../languages/nginx/files";
import { suppressFindings } from "../languages/suppress";
import type { Files } from "../workspace/files";
import { ruleCodes, suppressionCodes } from "./codes";

/** Every code of what Gunicorn reads. */
export const isGunicornCode = (code: string): boolean => ruleCodes.has(code) || code in gunicornCodes;

/** Every code that a comment may name. */
const isCode = (code: string): boolean => isGunicornCode(code) || code in nginxCodes;

const told = (code: keyof typeof suppressionCodes) => ({ code, severity: suppressionCodes[code] });

/**
 * The findings of each file in the order of its text, without those that a comment in it silences.
 * @param paths the files to look at; findings of others are left out
 */
export function suppressed(
  findings: readonly Finding[],
  paths: readonly string[],
  files: Pick<Files, "text">,
): ReadonlyMap<string, readonly Finding[]> {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
  const found = new Map<string, readonly Finding[]>();
  for (const path of paths) {
    const own = byPath.get(path) ?? [];
    const text = own.length > 0 || mayHave(path) ? files.text(path) : undefined;
    if (text === undefined) continue;
    const unknown = told("gunicorn-unknown-suppression");
    const noReason = told("gunicorn-suppression-reason");
    const kept = suppressFindings({ path, text }, own, { isCode, unknown, noReason });
    // Of the comments of an nginx file, nginx's own checks tell.
    const said = isNginxFile(path) ? kept.filter(({ code }) => !(code in suppressionCodes)) : kept;
    if (said.length > 0)
      found.set(
        path,
        [...said].sort((a, b) => a.start - b.start || a.end - b.end),
      );
  }
  return found;
}

/** Of other files, only those that may be Gunicorn's are looked through for comments that silence nothing. */
const mayHave = (path: string): boolean => /gunicorn[^/]*\.py$/i.test(path);
