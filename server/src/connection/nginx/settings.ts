import { codes, type Severity } from "../../languages/nginx/diagnostics/codes";
import type { Finding } from "../../languages/nginx/diagnostics/model";

/** What the user set under `flaskStack.nginx`. */
export interface NginxSettings {
  /** The nginx release that will read the files; "" where that is not said. */
  readonly version: string;
  /** Directives of modules that the catalog does not know. */
  readonly directives: ReadonlySet<string>;
  /** Severities by code; `off` leaves a diagnostic out. */
  readonly severities: ReadonlyMap<string, Severity | "off">;
  readonly alignValues: boolean;
  /** Whether each save asks the nginx of this machine. */
  readonly testOnSave: boolean;
}

export const settingsDefaults: NginxSettings = {
  version: "",
  directives: new Set(),
  severities: new Map(),
  alignValues: false,
  testOnSave: false,
};

const severities: readonly string[] = ["error", "warning", "information", "hint", "off"];
const isSeverity = (value: unknown): value is Severity | "off" =>
  typeof value === "string" && severities.includes(value);

/** Reads the settings as a client sends them, which may be anything: what does not fit is as if it were not there. */
export function readSettings(sent: unknown): NginxSettings {
  const given = property(property(sent, "flaskStack"), "nginx");
  const version = property(given, "version");
  const directives = property(given, "directives");
  const chosen = property(given, "severities");
  return {
    version: typeof version === "string" && /^\d+(?:\.\d+){0,2}$/.test(version) ? version : "",
    directives: new Set(Array.isArray(directives) ? directives.filter((name) => typeof name === "string") : []),
    severities: new Map(
      Object.entries(typeof chosen === "object" && chosen !== null ? chosen : {}).filter(
        (entry): entry is [string, Severity | "off"] => entry[0] in codes && isSeverity(entry[1]),
      ),
    ),
    alignValues: property(given, "alignValues") === true,
    testOnSave: property(given, "testOnSave") === true,
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The findings with the severities that the user chose. */
export function withSeverities(findings: readonly Finding[], { severities: chosen }: NginxSettings): Finding[] {
  if (chosen.size === 0) return [...findings];
  return findings.flatMap((finding) => {
    const severity = chosen.get(finding.code);
    if (severity === "off") return [];
    return severity ? [{ ...finding, severity }] : [finding];
  });
}
