import { describe, expect, test } from "vitest";
import { readParts } from "../../../server/src/stack/parts";
import { filesOf } from "../scaffold/support";

const conf = `events {}
stream { upstream ignored { server a:1; } }
http {
  upstream web { server web:8000; server web:\${PORT}; server unix:/run/g.sock; keepalive 16; keepalive_timeout 1m; }
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

describe("an nginx is read", () => {
  const server = "server { listen 81; location / { proxy_pass http://web:8000; } }";
  const main = (include: string): string => `events {}\nhttp { include ${include}; }\n`;
  test.each<[name: string, texts: Record<string, string>, passes: string[]]>([
    ["with what it includes by any name", { "nginx.conf": main("vhosts/*"), "vhosts/site": server }, ["vhosts/site"]],
    ["by what it says", { "deploy/app.conf": server }, ["deploy/app.conf"]],
    [
      "where a stack puts it",
      {
        "compose.yaml":
          "services: {n: {image: nginx, volumes: ['./d/a:/etc/nginx/nginx.conf', './s:/etc/nginx/conf.d']}}\n",
        "d/a": main("/etc/nginx/conf.d/*.conf"),
        "s/b.conf": server,
      },
      ["s/b.conf"],
    ],
    ["not as another program's", { "deploy/app.conf": "[server]\nproxy_pass = http://web:8000\n" }, []],
  ])("%s", (_name, texts, passes) => {
    const { proxies } = readParts(filesOf(texts), Object.keys(texts));
    expect(proxies.flatMap((proxy) => proxy.passes.map(({ path }) => path))).toEqual(passes);
    expect(proxies.length).toBe(passes.length);
  });
});

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
