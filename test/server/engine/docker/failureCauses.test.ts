import { expect, test } from "vitest";
import { failureCause } from "../../../../server/src/engine/docker/failureCauses";

const nginx = (text: string) =>
  `2026/11/23 04:28:26 [warn] 7#7: ignored in /a:1\n2026/11/23 04:28:27 [emerg] 7#7: ${text}`;

test.each([
  { lines: "sqlite3.OperationalError: unable to open database file", says: "Its SQLite file" },
  {
    lines: "Traceback\nOSError: [Errno 30] Read-only file system: '/app/app.log'\nmore",
    says: "/app/app.log is on a disk that is read-only: write logs to stderr",
  },
  { lines: nginx('mkdir() "/var/lib/nginx/body" failed (30: Read-only file system)'), says: "Nginx writes to a disk" },
  { lines: nginx('unknown directive "worker_conections" in /etc/nginx/nginx.conf:2'), says: "flask-stack check" },
])("is told of $lines", ({ lines, says }) => {
  expect(failureCause(lines)).toEqual([expect.stringContaining(says)]);
});

test.each([
  "",
  "KeyError: 'API_KEY'",
  "2026/11/23 04:28:26 [warn] 7#7: ignored in /etc/nginx/nginx.conf:1",
  nginx("bind() to 0.0.0.0:80 failed (13: Permission denied)"),
  "OSError: [Errno 13] Permission denied: '/srv/x'",
])("is not guessed from %j", (lines) => {
  expect(failureCause(lines)).toEqual([]);
});
