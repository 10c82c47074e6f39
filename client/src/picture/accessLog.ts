/** One request as nginx has written it down. */
export interface Logged {
  /** Milliseconds since 1970; undefined where the line has no date. */
  readonly time: number | undefined;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Milliseconds from the first byte that came to the last that went; undefined where the format has none. */
  readonly milliseconds: number | undefined;
  /** The part of them that Gunicorn and Flask took; undefined where they were not asked. */
  readonly upstream: number | undefined;
}

/**
 * Reads a line of an access log as compose shows it: JSON, by the names of nginx's variables or those that Containerize
 * writes, or nginx's own `combined` format, with `$request_time` behind it where it is there. Undefined for other lines.
 */
export function readLogLine(line: string): Logged | undefined {
  // `nginx-1  | ` stands before what the container wrote.
  const text = line.replace(/^[\w.-]+\s+\| /, "").trim();
  return text.startsWith("{") ? fromJson(text) : fromCombined(text);
}

/** Undefined where the line is no JSON. */
function fromJson(text: string): Logged | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const values = new Map(Object.entries(parsed));
  const first = (...names: string[]) => {
    const value = names.map((name) => values.get(name)).find((it) => it !== undefined && it !== "");
    return value === undefined ? undefined : String(value);
  };
  const [method, path] = (first("request") ?? "").split(" ");
  const status = Number(first("status"));
  if (!Number.isInteger(status) || status < 100) return undefined;
  const date = first("time", "time_iso8601", "timestamp", "@timestamp");
  return {
    time: date === undefined ? undefined : dateOf(date),
    method: first("method", "request_method") ?? method ?? "",
    path: first("uri", "request_uri", "path") ?? path ?? "",
    status,
    milliseconds: milliseconds(first("seconds", "request_time")),
    upstream: milliseconds(first("upstream_seconds", "upstream_response_time")),
  };
}

/** `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"`. */
const combined =
  /^\S+ \S+ .*?\[([^\]]+)\] "(\S+) (\S+)[^"]*" (\d{3}) \d+(?: "[^"]*" "[^"]*")?(?:.*?(?:^|[\s=])(\d+\.\d{3})\b)?/;

function fromCombined(text: string): Logged | undefined {
  const [, date, method, path, status, seconds] = combined.exec(text) ?? [];
  if (date === undefined || method === undefined || path === undefined) return undefined;
  return {
    time: dateOf(date),
    method,
    path,
    status: Number(status),
    milliseconds: milliseconds(seconds),
    upstream: undefined,
  };
}

/** ISO 8601, or `22/Nov/2026:15:28:03 +0000`. */
function dateOf(text: string): number | undefined {
  const [, day, time, zone] = /^(\d+\/\w+\/\d+):(\d[\d:]+) ([+-]\d+)$/.exec(text) ?? [];
  const date = Date.parse(day === undefined ? text : `${day.replaceAll("/", " ")} ${time} ${zone}`);
  return Number.isNaN(date) ? undefined : date;
}

/** Of several upstreams that were tried one after the other, nginx names each: `0.001, 0.002 : -`. */
function milliseconds(seconds: string | undefined): number | undefined {
  const each = (seconds ?? "").split(/[,:]/).flatMap((part) => {
    const value = Number.parseFloat(part);
    return Number.isNaN(value) ? [] : value * 1000;
  });
  return each.length === 0 ? undefined : Math.round(each.reduce((sum, value) => sum + value, 0));
}
