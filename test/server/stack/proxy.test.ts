import { expect, test } from "vitest";
import { readParts } from "../../../server/src/stack/parts";
import { filesOf } from "../scaffold/support";

const conf = `events {}
stream { upstream ignored { server a:1; } }
http {
  upstream web { server web:8000; server unix:/run/g.sock; keepalive 16; keepalive_timeout 1m; }
  upstream bare { server other:9000; }
  server {
    listen 8080;
    location / { proxy_pass http://web; }
    location /b { proxy_pass http://bare/x; }
    location /c { proxy_pass http://127.0.0.1:5000; }
    location /d { proxy_pass http://$unknown; }
  }
}
`;

test("what an nginx listens to, and where it hands requests on to", () => {
  const { proxies } = readParts(filesOf({ "nginx/nginx.conf": conf }), ["nginx/nginx.conf"]);
  expect(proxies).toHaveLength(1);
  expect(proxies[0]?.listens.map(({ value }) => value)).toEqual([8080]);
  expect(
    proxies[0]?.passes.map(({ servers, upstream }) => [
      servers.map(({ value }) => `${value.host}:${value.port}`),
      upstream && [upstream.value, upstream.keepalive?.value, upstream.keepaliveTimeout],
    ]),
  ).toEqual([
    [
      ["web:8000", "unix:/run/g.sock:undefined"],
      ["web", 16, 60],
    ],
    [["other:9000"], ["bare", undefined, 60]],
    [["127.0.0.1:5000"], undefined],
  ]);
  const [pass] = proxies[0]?.passes ?? [];
  expect(conf.slice(pass?.start, pass?.end)).toBe("http://web");
});
