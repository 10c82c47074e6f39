import { expect, test } from "vitest";
import { contextOf } from "../../../../server/src/languages/nginx/fragment";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";

const proxy = "upstream db { server db:5432; }\nserver { listen 5432; proxy_pass db; }\n";
const site = "server { listen 80; root /a; location / { try_files $uri =404; } }\n";

test.each<[path: string, text: string, context: string]>([
  ["nginx/site.conf", site, "http"],
  ["nginx/nginx.conf", "events {}\n", "main"],
  ["snippets/a.conf", "proxy_pass http://a;\nproxy_set_header Host $host;\n", "http/location"],
  ["snippets/a.conf", "if ($http_origin ~ a) { add_header A b; }\n", "http/location"],
  ["snippets/a.conf", "if ($http_origin ~ a) { return 403; }\nadd_header A b;\n", "http/server"],
  ["nginx/stream.d/db.conf", proxy, "stream"],
  ["nginx/tcp.conf", proxy, "stream"],
  ["conf.d/streams/db.conf", proxy, "stream"],
  ["sites-enabled/stream.example.com", site, "http"],
  ["nginx/db.conf", "# flask-stack: context stream\n", "stream"],
])("%s with %j", (path, text, context) => expect(contextOf(path, parseNginx(text))).toBe(context));
