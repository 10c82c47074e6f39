import { describe, expect, test } from "vitest";
import { readLogLine } from "../../../client/src/picture/accessLog";

const time = Date.UTC(2026, 10, 22, 15, 28, 3);
const generated =
  '{"time":"2026-11-22T15:28:03+00:00","id":"f4","client":"10.0.0.1","method":"GET","host":"localhost","uri":"/a?b=1",' +
  '"status":"200","bytes":1924,"seconds":0.036,"upstream_seconds":"0.035","referer":"","agent":"curl"}';
const combined = '10.0.0.1 - ann [22/Nov/2026:15:28:03 +0000] "POST /sign HTTP/1.1" 502 157 "-" "curl/7.88 (x) [y]"';

describe("a line of the access log", () => {
  test.each([
    [
      "as Containerize writes it, behind compose's prefix",
      `nginx-1  | ${generated}`,
      { time, method: "GET", path: "/a?b=1", status: 200, milliseconds: 36, upstream: 35 },
    ],
    [
      "that Flask was not asked for",
      generated.replace('"0.035"', '""'),
      { time, method: "GET", path: "/a?b=1", status: 200, milliseconds: 36, upstream: undefined },
    ],
    [
      "after two upstreams",
      generated.replace('"0.035"', '"0.010, 0.020 : -"'),
      { time, method: "GET", path: "/a?b=1", status: 200, milliseconds: 36, upstream: 30 },
    ],
    [
      "JSON by the names of nginx's variables",
      '{"time_iso8601":"2026-11-22T16:28:03+01:00","request":"PUT /x HTTP/2.0","status":404,"request_time":1.5}',
      { time, method: "PUT", path: "/x", status: 404, milliseconds: 1500, upstream: undefined },
    ],
    [
      "combined, without times",
      `nginx-1  | ${combined}`,
      { time, method: "POST", path: "/sign", status: 502, milliseconds: undefined, upstream: undefined },
    ],
    [
      "combined, with the time of the request behind it",
      `${combined} 0.250`,
      { time, method: "POST", path: "/sign", status: 502, milliseconds: 250, upstream: undefined },
    ],
    ["nginx's error log", "nginx-1  | 2026/11/22 15:28:03 [error] 29#29: *1 connect() failed", undefined],
    ["half a line", 'nginx-1  | {"time":"2026-11-', undefined],
    ["other JSON", '{"level":"info","message":"started"}', undefined],
    ["JSON that is no object", "[1]", undefined],
    ["nothing", "", undefined],
  ])("%s", (_, line, expected) => {
    expect(readLogLine(line)).toEqual(expected);
  });
});
