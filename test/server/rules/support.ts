import type { Finding } from "../../../server/src/findings";
import { readJudged, ruleFindings } from "../../../server/src/rules/gunicornFindings";
import { suppressed } from "../../../server/src/rules/suppressed";
import { filesOf } from "../scaffold/support";

/** What the rules say of a project, file by file in the order of the text. */
export function findingsOf(texts: Readonly<Record<string, string>>): readonly Finding[] {
  const files = filesOf(texts);
  const paths = Object.keys(texts);
  const findings = ruleFindings(readJudged(files, paths, 4));
  return [...suppressed(findings, paths, files)].flatMap(([, own]) => own);
}
