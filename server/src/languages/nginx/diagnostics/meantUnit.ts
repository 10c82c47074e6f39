/** Units as other programs write them, with what nginx calls them. */
const units: Readonly<Record<string, string>> = {
  b: "",
  byte: "",
  bytes: "",
  kb: "k",
  kib: "k",
  mb: "m",
  mib: "m",
  gb: "g",
  gib: "g",
  msec: "ms",
  msecs: "ms",
  sec: "s",
  secs: "s",
  second: "s",
  seconds: "s",
  min: "m",
  mins: "m",
  minute: "m",
  minutes: "m",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
  week: "w",
  weeks: "w",
};

/**
 * The size or time that `10MB`, `30sec` or `5 minutes` means; undefined where none is.
 * @param takes whether nginx takes it there
 */
export function meantUnit(text: string, takes: (value: string) => boolean): string | undefined {
  const [, count, unit = ""] = /^(\d+)\s*([a-z]+)$/i.exec(text) ?? [];
  const own = units[unit.toLowerCase()];
  if (count === undefined || own === undefined) return undefined;
  if (takes(count + own)) return count + own;
  // Not every directive takes gigabytes.
  return own === "g" && takes(`${Number(count) * 1024}m`) ? `${Number(count) * 1024}m` : undefined;
}
