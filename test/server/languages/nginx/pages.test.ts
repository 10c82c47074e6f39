import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkConfig } from "../../../../server/src/languages/nginx/diagnostics/check";
import { codes, otherSeverities } from "../../../../server/src/languages/nginx/diagnostics/codes";
import { containerFindings } from "../../../../server/src/languages/nginx/diagnostics/container";
import type { Environment, Finding } from "../../../../server/src/languages/nginx/diagnostics/model";
import { suppress } from "../../../../server/src/languages/nginx/diagnostics/suppress";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";

const folder = join(process.cwd(), "docs/rules");
const pageOf = (code: string): string => readFileSync(join(folder, `${code}.md`), "utf8");
const overview = readFileSync(join(process.cwd(), "docs/nginx.md"), "utf8");
const severitiesOf = (code: string): readonly string[] => [
  codes[code as Finding["code"]],
  ...(otherSeverities[code as Finding["code"]] ?? []),
];

describe("each code has a page that shows its severities", () => {
  test.each(Object.keys(codes))("%s", (code) => {
    const page = pageOf(code);
    expect(page).toContain(`# ${code}\n`);
    const told = page.match(/^Default severity: (.*)\.$/m)?.[1]?.split("; ") ?? [];
    expect(told.map((part) => part.match(/^\w+/)?.[0])).toEqual(severitiesOf(code));
  });
  test.each(Object.keys(codes))("%s is in the table of docs/nginx.md, as its page tells it", (code) => {
    const told = `| ${severitiesOf(code).join(", ")} | ${pageOf(code).split("\n\n")[1]} |\n`;
    expect(overview).toContain(`| [${code}](rules/${code}.md) ${told}`);
  });
  test("and no page is left over", () => {
    const pages = readdirSync(folder).filter((name) => name.startsWith("nginx-"));
    expect(pages.filter((name) => !(name.replace(".md", "") in codes))).toEqual([]);
  });
});

const main = (body: string): string => `events {}\n${body}`;
const http = (body: string): string => main(`http {\n${body}\n}\n`);
const server = (body: string): string => http(`server {\nlisten 80;\n${body}\n}`);
const location = (body: string): string => server(`location /x {\n${body}\n}`);
const app = "upstream app { server 127.0.0.1:8000; }\n";

/** What has to stand around the code of a page; a server where nothing is told. */
const around: Readonly<Record<string, (code: string) => string>> = {
  "nginx-address-bits": http,
  "nginx-balancing-method": http,
  "nginx-conflict": location,
  "nginx-conflicting-server-name": http,
  "nginx-deprecated": (code) => server(`${code}\nssl_certificate a.pem;\nssl_certificate_key a.key;`),
  "nginx-forbidden-uri": (code) => http(`${app}proxy_set_header Host $host;\nserver {\n${code}\n}`),
  "nginx-hash-too-small": http,
  "nginx-headers-dropped": http,
  "nginx-host-header": (code) => http(`${app}server {\n${code}\n}`),
  "nginx-if-in-location": (code) => {
    const found = "location @app { return 200; }\n}";
    return http(code.includes("server {") ? code.replace(/\}\s*$/, found) : `server {\n${code}${found}`);
  },
  "nginx-invalid-parameter": (code) => http(`server {\n${code}\n}`),
  "nginx-missing-open-brace": http,
  "nginx-missing-requirement": http,
  "nginx-no-cache-key": (code) =>
    http(`uwsgi_cache_path /tmp/pages keys_zone=pages:1m;\nserver {\n${code.replace("app:8000", "127.0.0.1:8000")}\n}`),
  "nginx-not-in-version": (code) => server(`ssl_certificate a.pem;\nssl_certificate_key a.key;\n${code}`),
  "nginx-port-not-listened": (code) => http(`server {\n${code}\n}`),
  "nginx-plus-only": (code) => location(`proxy_set_header Host $host;\nproxy_pass http://127.0.0.1:8000;\n${code}`),
  "nginx-try-files-proxy": (code) => http(`${app}proxy_set_header Host $host;\nserver {\n${code}\n}`),
  "nginx-undefined-location": (code) => server(code.replace("@app { }", "@app { return 200; }")),
  "nginx-undefined-log-format": http,
  "nginx-undefined-upstream": (code) => {
    const [upstream, pass = code] = code.split("# ...\n");
    const defined = code === pass ? "upstream backend { server 127.0.0.1:8000; }" : upstream;
    return http(`${defined}\nserver {\nlocation / {\nproxy_set_header Host $host;\n${pass}\n}\n}`);
  },
  "nginx-undefined-zone": http,
  "nginx-loopback-in-container": (code) => location(`proxy_set_header Host $host;\n${code}`),
  "nginx-wrong-context": (code) => (code.startsWith("server") ? http(code) : main(code)),
};

const source = (path: string, text: string) => ({ path, tree: parseNginx(text) });
const web = new Map([["web", [8000]]]);

/** What has to be known of the world around it. */
const environments: Readonly<Record<string, Environment>> = {
  "nginx-include-loop": { include: (path) => [source(path, path === "a.conf" ? "include a.conf;" : "")] },
  "nginx-include-missing": { include: (path) => (path === "snippets/tls.conf" ? [source(path, "")] : []) },
  "nginx-loopback-in-container": { services: { ports: web, closed: true, apart: web } },
  "nginx-not-in-version": { version: "1.24.0" },
};

/** The container of the page's compose file. */
const container = { compose: "compose.yaml", files: ["/etc/nginx/nginx.conf"], published: [8080], apps: [] };

/** A mark that cannot be seen, and a word of 4096 bytes, cannot be shown on a page. */
const unseen = ["nginx-byte-order-mark", "nginx-word-too-long"];

describe("the examples of each page are what is found, and what is not", () => {
  test.each(Object.keys(codes).filter((code) => !unseen.includes(code)))("%s", (code) => {
    const pattern = /## Instead of\n\n```nginx\n([\s\S]*?)```\n\n## Write\n\n```nginx\n([\s\S]*?)```/;
    const [, wrong = "", right = ""] = pattern.exec(pageOf(code)) ?? [];
    const found = (text: string) => {
      const config = source("nginx.conf", (around[code] ?? server)(text));
      const checked = checkConfig(config, environments[code] ?? {});
      const outside = code === "nginx-port-not-listened" ? containerFindings(checked, container, false) : [];
      return suppress(config, [...checked.findings, ...outside]).map((finding) => finding.code);
    };
    expect(found(wrong)).toContain(code);
    expect(found(right)).toEqual([]);
  });
});
