/** Data from outside (JSON, YAML, what another program says), of which nothing is known until it is looked at. */
export type Plain = Readonly<Record<string, unknown>>;

/** Whether it has properties by name; a list has not. */
export const isRecord = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Its properties; none where it is something else. */
export const record = (value: unknown): Plain => (isRecord(value) ? value : {});
