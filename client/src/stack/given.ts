/** What a command of the panel was called with: a node of the tree, or the arguments of a key binding or a task. */
export interface Given {
  readonly service?: string;
  readonly container?: string;
  readonly url?: string;
  readonly text?: string;
  readonly label?: string;
  readonly count?: number;
  readonly port?: number;
  readonly volumes?: boolean;
  readonly profiles?: readonly string[];
}

/** The parts of an argument that are what they should be; nothing else of it is believed. */
export function readGiven(given: unknown): Given {
  if (typeof given !== "object" || given === null) return {};
  const values = new Map(Object.entries(given));
  const text = (key: string) => {
    const value = values.get(key);
    return typeof value === "string" && value !== "" ? { [key]: value } : {};
  };
  const whole = (key: string, most: number) => {
    const value = values.get(key);
    return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most ? { [key]: value } : {};
  };
  const volumes = values.get("volumes");
  const profiles: unknown = values.get("profiles");
  return {
    ...text("service"),
    ...text("container"),
    ...text("url"),
    ...text("text"),
    ...text("label"),
    ...whole("count", 64),
    ...whole("port", 65535),
    ...(typeof volumes === "boolean" ? { volumes } : {}),
    ...(Array.isArray(profiles) ? { profiles: profiles.filter((name) => typeof name === "string") } : {}),
  };
}
