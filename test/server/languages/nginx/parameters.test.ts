import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  contextBit,
  contextNames,
  directiveNames,
  directiveSpecs,
} from "../../../../server/src/languages/nginx/catalog/catalog";
import parameters from "../../../../server/src/languages/nginx/catalog/parameters.json";
import { configurations, findingsByFile } from "../../../../server/src/languages/nginx/configurations";
import { versionFinding } from "../../../../server/src/languages/nginx/diagnostics/version";
import { complete, type Proposal } from "../../../../server/src/languages/nginx/features/completion";
import { nginxFiles } from "../../../../server/src/languages/nginx/files";
import { installedNginx, type Judge, loadModules, startJudge } from "../../../nginx/judge";

const path = "nginx.conf";

function read(text: string, version?: string) {
  const files = nginxFiles([path], (name) => (name === path ? text : undefined));
  return { files, all: configurations(files, version === undefined ? {} : { version }, path) };
}

/** What is offered at the `|` of a configuration. */
function offered(source: string, version?: string): { readonly text: string; readonly proposals: Proposal[] } {
  const offset = source.indexOf("|");
  const text = source.slice(0, offset) + source.slice(offset + 1);
  const { files, all } = read(text, version);
  const tree = files.tree(path);
  const [configuration] = all;
  if (!tree || !configuration) throw new Error("There is no configuration to complete in");
  return { text, proposals: complete({ path, tree, files, configuration }, offset) };
}

/** The text of a proposal as it is when nothing is written over. */
const plain = ({ insert }: Proposal): string => insert.replace(/\$\{\d:([^}]*)\}/g, "$1").replace(/\$\d/g, "");

const openers: Readonly<Record<string, string>> = {
  location: "location /#",
  upstream: "upstream u",
  if: "if ($uri)",
  limit_except: "limit_except GET",
};
const within = (context: string, text: string): string =>
  context === "main"
    ? text
    : (context === "http/location" ? "http/server/location" : context)
        .split("/")
        .reduceRight((inner, name) => `${openers[name] ?? name} { ${inner} }`, text);

/** Each directive that the docs tell words of, with a context that it stands in. */
const told = Object.keys(parameters).flatMap((key) => {
  const [place = "", name = ""] = key.split(" ");
  const specs = directiveSpecs(name) ?? [];
  const context = contextNames.find(
    (each) =>
      (place === "core" || each === place || each.startsWith(`${place}/`)) &&
      specs.some(({ contexts }) => contexts & contextBit(each)),
  );
  return context === undefined ? [] : [{ name, context }];
});

/** What is no value by itself, or only with what stands elsewhere. */
const unfinished = /^(?:modified|rotate|resize|crop|zone=NAME|shared:.*|proxy_protocol|default|none|blocked|any)$/;

describe("what is offered for an argument", () => {
  test("is there for every directive that the docs tell words of", () => {
    expect(told.length).toBeGreaterThan(300);
    const silent = told.filter(({ name, context }) =>
      ["", "x ", "x y ", "x y z "].every(
        (given) => offered(within(context, `${name} ${given}|;`)).proposals.length === 0,
      ),
    );
    expect(silent).toEqual([]);
  });

  test("is never called wrong by the checks, of whatever directive", () => {
    const places = ["main", "events", "http/location", "http", "http/upstream", "stream/server", "mail/server"];
    const wrong: string[] = [];
    for (const name of directiveNames()) {
      const context = places.find((place) =>
        directiveSpecs(name)?.some(({ contexts }) => contexts & contextBit(place)),
      );
      if (context === undefined) continue;
      for (const given of ["", "x ", "x y "]) {
        const { text, proposals } = offered(within(context, `${name} ${given}|;`));
        for (const proposal of proposals.filter((each) => !unfinished.test(plain(each)))) {
          const { start, end } = proposal;
          const { files, all } = read(text.slice(0, start) + plain(proposal) + text.slice(end));
          const errors = (findingsByFile(files, all).get(path) ?? []).filter(
            (each) => each.severity === "error" && each.start >= start && each.end <= start + plain(proposal).length,
          );
          wrong.push(...errors.map(({ message }) => `${name} ${given}${plain(proposal)}: ${message}`));
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

const version = installedNginx();

/** Statements to which everything that is offered at the `|` can be added; `#` is another number each time. */
const extensible = [
  "http { server { listen [::1]:1#|; ssl_certificate cert.pem; ssl_certificate_key key.pem; } }",
  "http { upstream u# { server 127.0.0.1:1 |; server 127.0.0.1:2; } }",
  "http { upstream u# { hash $uri |; server 127.0.0.1:1; } }",
  "http { upstream u# { random |; server 127.0.0.1:1; } }",
  "http { upstream u# { random two |; server 127.0.0.1:1; } }",
  "http { limit_req_zone $uri zone=a#:64k |; }",
  "http { limit_req_zone $uri rate=1r/s |; }",
  "http { limit_conn_zone $uri |; }",
  "http { limit_req_zone $uri rate=1r/s zone=b#:64k; server { limit_req zone=b# |; } }",
  "http { proxy_cache_path logs/c# keys_zone=c#:64k |; }",
  "http { fastcgi_cache_path logs/d# keys_zone=d#:64k inactive=1m |; }",
  "http { limit_req_zone $uri zone=c#:64k |; }",
  "http { server { access_log logs/e# combined buffer=32k |; } }",
  "http { server { open_file_cache max=10 |; } }",
  "http { server { open_log_file_cache max=10 |; } }",
  "http { server { disable_symlinks on |; } }",
  "http { server { disable_symlinks if_not_owner |; } }",
  "http { server { resolver 127.0.0.1 |; } }",
  "http { server { add_header X-A b |; } }",
  "http { server { add_trailer X-A b |; } }",
  "http { server { proxy_bind 127.0.0.1 |; } }",
  "http { server { fastcgi_param A b |; } }",
  "http { server { location /a { rewrite ^/b /c |; } } }",
  "http { log_format g# | x; }",
  "http { server { location /a { image_filter rotate |; } } }",
  "thread_pool i# threads=1 |;",
  "stream { server { listen [::1]:2# |; ssl_certificate cert.pem; ssl_certificate_key key.pem; return a; } }",
  "stream { upstream u# { server 127.0.0.1:1 |; server 127.0.0.1:2; } }",
  "mail { server { listen [::1]:3# |; ssl_certificate cert.pem; ssl_certificate_key key.pem; auth_http 127.0.0.1/; protocol imap; } }",
];

describe.skipIf(!version)("nginx itself takes what is offered", () => {
  let nginx: Judge;
  beforeAll(() => {
    nginx = startJudge();
  });
  afterAll(() => {
    nginx.remove();
  });

  let number = 1000;
  /** Everything that is offered at the `|` of a configuration, each in a configuration of its own. */
  const completed = (source: string): string[] => {
    const { text, proposals } = offered(source, version);
    return proposals
      .filter((each) => !unfinished.test(plain(each)))
      .map((each) => {
        const own = `${number++}`;
        const whole = text.slice(0, each.start) + plain(each) + text.slice(each.end);
        return whole.replaceAll("#", own).replaceAll("NAME", `NAME${own}`);
      });
  };
  /** Those that nginx refuses: all are one configuration, and what it names is taken out until it takes the rest. */
  const refused = async (configs: readonly string[]): Promise<string[]> => {
    const wrong: string[] = [];
    let rest = configs;
    while (true) {
      const inside = (name: string): string[] =>
        rest.flatMap((text) => (text.startsWith(`${name} {`) ? [text.slice(name.length + 3, -2)] : []));
      const main = rest.filter((text) => !/^(?:http|stream|mail) \{/.test(text));
      const blocks = ["http", "stream", "mail"].flatMap((name) =>
        inside(name).length > 0 ? [`${name} {`, ...inside(name), "}"] : [],
      );
      const body = ["events {}", ...main, ...blocks].join("\n");
      const text = loadModules(body) + body;
      const { ok, message, line } = await nginx.judge(text);
      if (ok) return wrong;
      const named = text.split("\n")[(line ?? 0) - 1];
      wrong.push(`${named}: ${message}`);
      const left = rest.filter((each) => named === undefined || !each.includes(named));
      if (left.length === rest.length || wrong.length > 50) return wrong;
      rest = left;
    }
  };

  /** What has a parameter that it must have, and modules that come apart from nginx. */
  const needing = /^(?:open_(?:log_)?file_cache|limit_req)$/;
  const elsewhere = /_(?:otel|acme|js|perl|xslt)\w*_module$/;
  test("as the one argument of a directive", async () => {
    const configs = new Set<string>();
    for (const { name, context } of told) {
      const place = ["http/server", "http/location"].find((each) =>
        directiveSpecs(name)?.some(({ contexts }) => contexts & contextBit(each)),
      );
      const spec = directiveSpecs(name)?.find(({ contexts }) => contexts & contextBit(place ?? ""));
      if (!place || !context.startsWith("http") || !spec || versionFinding(spec, version)) continue;
      if (!spec.takes(1) || spec.from || spec.block || elsewhere.test(spec.module) || needing.test(name)) continue;
      for (const text of completed(within(place, `${name} |;`))) configs.add(text);
    }
    expect(configs.size).toBeGreaterThan(300);
    expect(await refused([...configs])).toEqual([]);
  });

  test("as parameters", async () => {
    const configs = extensible.flatMap((source) => {
      const all = completed(source);
      expect(all.length, source).toBeGreaterThan(0);
      return all;
    });
    expect(await refused(configs)).toEqual([]);
  });
});
