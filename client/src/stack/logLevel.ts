export type Level = "error" | "warn" | "info";

/** A line of a log without the name of its service: `web-1  | text`. */
const prefixed = /^(\S+)\s+\| (.*)$/s;

/**
 * The level of each line of a stack's log, in the order in which they are written: of Gunicorn and Nginx by the word in
 * brackets, of Nginx's access log by the status, of Python's logging by its name. What follows a line that says that
 * something failed, such as a traceback, goes with it.
 */
export function logLevels(): (line: string) => Level {
  /** Services whose traceback has begun and not ended. */
  const failing = new Set<string>();
  return (line) => {
    const [, service = "", text = line] = prefixed.exec(line) ?? [];
    const own = levelOf(text);
    if (text.startsWith("Traceback (most recent call last)")) failing.add(service);
    else if (failing.has(service) && !isIndented(text)) {
      // The error itself is the first line after the frames; an empty line stands between chained ones.
      if (text !== "") failing.delete(service);
      return own === "info" ? "error" : own;
    }
    return failing.has(service) ? "error" : own;
  };
}

const isIndented = (text: string): boolean => /^\s/.test(text);

function levelOf(text: string): Level {
  const status = /^\{.*"status":\s*"?(\d{3})/.exec(text)?.[1] ?? /" (\d{3}) \d+/.exec(text)?.[1];
  if (status !== undefined) return status >= "500" ? "error" : status >= "400" ? "warn" : "info";
  const [, word = ""] =
    /\[(emerg|alert|crit|critical|error|warn|warning|notice|info|debug)\]/i.exec(text) ??
    /\b(CRITICAL|ERROR|FATAL|WARNING|PANIC)\b/.exec(text) ??
    [];
  if (/^(emerg|alert|crit|critical|error|fatal|panic)$/i.test(word)) return "error";
  return /^warn/i.test(word) ? "warn" : "info";
}
