import type { Finding, Severity } from "./findings";
import { record } from "./record";

/** Severities by code, as the user chose them; `off` leaves a diagnostic out. */
export type Severities = ReadonlyMap<string, Severity | "off">;

const severities: readonly string[] = ["error", "warning", "information", "hint", "off"];
const isSeverity = (value: unknown): value is Severity | "off" =>
  typeof value === "string" && severities.includes(value);

/** Reads what the user gave for a `severities` setting, which may be anything: what does not fit is as if it were not there. */
export function readSeverities(chosen: unknown, isCode: (code: string) => boolean): Severities {
  return new Map(
    Object.entries(record(chosen)).filter(
      (entry): entry is [string, Severity | "off"] => isCode(entry[0]) && isSeverity(entry[1]),
    ),
  );
}

/** The findings with the severities that the user chose. */
export function withSeverities<Code extends string>(
  findings: readonly Finding<Code>[],
  chosen: Severities,
): Finding<Code>[] {
  if (chosen.size === 0) return [...findings];
  return findings.flatMap((finding) => {
    const severity = chosen.get(finding.code);
    if (severity === "off") return [];
    return severity ? [{ ...finding, severity }] : [finding];
  });
}
