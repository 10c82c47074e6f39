import { availableParallelism } from "node:os";
import type { Diagnostic } from "vscode-languageserver/node";
import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver/node";
import type { Finding } from "../../findings";
import { gunicornFindings } from "../../rules/service";
import type { GunicornSettings } from "../../rules/userSettings";
import { withSeverities } from "../../severities";
import { toRange } from "./convert";
import type { FolderState } from "./folder";
import type { Judged, Told } from "./folders";

const judged = new WeakMap<FolderState, ReadonlyMap<string, readonly Finding[]>>();

/** What is wrong with a file; a folder is judged once for each state of its files. */
export function findingsOf(file: Told, { severities }: GunicornSettings): readonly Finding[] {
  const read = file.read();
  const all = judged.get(read) ?? gunicornFindings({ ...read, cpus: availableParallelism() });
  judged.set(read, all);
  return withSeverities(all.get(file.view.path) ?? [], severities);
}

const levels = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** What does nothing where it stands: editors show it faded. */
const unnecessary = new Set(["gunicorn-threads-ignored", "gunicorn-worker-connections-ignored"]);

/** A finding as LSP has it. */
export function toDiagnostic(file: Judged, finding: Finding): Diagnostic {
  return {
    range: toRange(file.document, finding),
    severity: levels[finding.severity],
    code: finding.code,
    source: "flask-stack",
    message: finding.message,
    ...(unnecessary.has(finding.code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    relatedInformation: (finding.related ?? []).map((related) => ({
      location: { uri: file.uri(related.path), range: toRange(file.documentOf(related.path), related) },
      message: related.message,
    })),
  };
}
