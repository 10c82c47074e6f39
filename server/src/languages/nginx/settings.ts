import { record } from "../../record";
import { readSeverities, type Severities } from "../../severities";
import { codes } from "./diagnostics/codes";
import { formatDefaults } from "./format";

/** What the user set under `flaskStack.nginx`. */
export interface NginxSettings {
  /** The nginx release that will read the files; "" where that is not said. */
  readonly version: string;
  /** Directives of modules that the catalog does not know. */
  readonly directives: ReadonlySet<string>;
  /** Severities by code; `off` leaves a diagnostic out. */
  readonly severities: Severities;
  readonly alignValues: boolean;
  /** How many blank lines may stand together. */
  readonly maxBlankLines: number;
  /** Whether each save asks the nginx of this machine. */
  readonly testOnSave: boolean;
}

export const settingsDefaults: NginxSettings = {
  version: "",
  directives: new Set(),
  severities: new Map(),
  alignValues: false,
  maxBlankLines: formatDefaults.maxBlankLines,
  testOnSave: false,
};

/** Reads the settings as a client sends them or a file has them, which may be anything: what does not fit is as if it were not there. */
export function readSettings(sent: unknown): NginxSettings {
  const { version, directives, severities, alignValues, maxBlankLines, testOnSave } = record(
    record(record(sent).flaskStack).nginx,
  );
  return {
    version: typeof version === "string" && /^\d+(?:\.\d+){0,2}$/.test(version) ? version : "",
    directives: new Set(Array.isArray(directives) ? directives.filter((name) => typeof name === "string") : []),
    severities: readSeverities(severities, (code) => code in codes),
    alignValues: alignValues === true,
    maxBlankLines: blankLines(maxBlankLines),
    testOnSave: testOnSave === true,
  };
}

const blankLines = (value: unknown): number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : settingsDefaults.maxBlankLines;
