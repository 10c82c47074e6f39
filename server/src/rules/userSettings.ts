import { record } from "../record";
import { readSeverities, type Severities } from "../severities";
import { isGunicornCode } from "./suppressed";

/** What the user set under `flaskStack.gunicorn`. */
export interface GunicornSettings {
  readonly severities: Severities;
}

/** Reads the settings as a client sends them or a file has them, which may be anything. */
export const readGunicornSettings = (given: unknown): GunicornSettings => ({
  severities: readSeverities(record(record(record(given).flaskStack).gunicorn).severities, isGunicornCode),
});
