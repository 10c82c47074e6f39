import * as l10n from "@vscode/l10n";
import { version } from "../../../package.json";

/** One diagnostic as `check --format json` prints it: 1-based, ends exclusive, as DESIGN's contract has it. */
export interface Reported {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly code: string;
  readonly message: string;
  readonly related: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
  /** Titles of what could be done about it. */
  readonly fixes: readonly string[];
}

export const asJson = (findings: readonly Reported[]): string => JSON.stringify(findings, undefined, 2);

/**
 * `file:line:column severity message (code)`, as compilers print it.
 * @param files how many files were read
 */
export function asText(findings: readonly Reported[], files: number): string {
  const lines = findings.map(
    ({ file, line, column, severity, message, code }) => `${file}:${line}:${column}: ${severity}: ${message} (${code})`,
  );
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const others = findings.length - errors;
  const summary = findings.length === 0 ? nothing(files) : `${counted(errors)}, ${countedOthers(others)}.`;
  return [...lines, summary].join("\n");
}

function nothing(files: number): string {
  if (files === 0) return l10n.t("No file of Nginx or Gunicorn was found here, so nothing was checked: name one.");
  return files === 1
    ? l10n.t("Nothing to complain about in 1 file.")
    : l10n.t("Nothing to complain about in {0} files.", files);
}

const counted = (errors: number): string => (errors === 1 ? l10n.t("1 error") : l10n.t("{0} errors", errors));

const countedOthers = (others: number): string => (others === 1 ? l10n.t("1 other") : l10n.t("{0} others", others));

const levels = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

/** SARIF 2.1.0, which code-scanning services read. */
export function asSarif(findings: readonly Reported[]): string {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  const results = findings.map(({ file, line, column, endLine, endColumn, severity, code, message }) => ({
    ruleId: code,
    ruleIndex: rules.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
  }));
  const driver = { name: "flask-stack", version, rules: rules.map((id) => ({ id })) };
  const sarif = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return JSON.stringify(sarif, undefined, 2);
}
