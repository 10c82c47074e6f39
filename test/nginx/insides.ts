import { randomFrom } from "../random";
import type { Served } from "./requests";

/** Files below the root of the generated servers, each with its own path as its text. */
export const files = ["/index.html", "/a/index.html", "/a/b.html", "/a/b", "/app/one", "/50x.html", "/x.php"];
export const folders = ["", "/a", "/app", "/app/deep"];

const prefixes = ["/", "/a", "/a/", "/app/", "/old/", "/err", "/50x.html", "/app", "/x", "/new/"];
const patterns = ["\\.php$", "^/(a|app)/(.*)$", "^/old/(?<rest>.*)", "^/(x)", "b"];
const paths = [
  ...["/", "/a", "/a/", "/a/b", "/a/b.html", "/app/", "/app", "/app/one", "/app/one?q=1&r=2", "/x.php", "/old/a/b"],
  ...[
    "/old/x?y=z",
    "/nothing",
    "/nothing/",
    "/err",
    "/50x.html",
    "/app/deep",
    "/app/deep/",
    "/a/none",
    "/new/%41+%26?k",
  ],
  ...["/x", "/old/%ED%95%9C%3F", "/index.html", "/a/b/c"],
];
const hosts = ["a.test", "b.test"];
const methods = ["GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"];

const targets = [
  "/a/b",
  "/err",
  "/50x.html",
  "/x",
  "/new/x",
  "/app/one?from=$1",
  "/a/",
  "/nothing",
  "/new/$1",
  "/a/$uri",
];
const named = ["@one", "@two"];
const codes = [404, 403, 500, 502, 405, 301, 302, 401];

/** Servers whose locations do something with the request, the same for the same seed; each says which it is. */
export function generatedInsides(count: number, seed: number, firstPort: number): Served[] {
  const pick = randomFrom(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(pick() * list.length)] ?? (list[0] as T);
  const chance = (share: number): boolean => pick() < share;
  let marks = 0;

  const returned = (): string =>
    one([
      ...[
        "return 200;",
        "return 204;",
        "return 404;",
        "return 403;",
        "return 500;",
        'return 404 "gone";',
        "return 444;",
      ],
      ...[
        "return 301 /x$is_args$args;",
        "return 302 http://other/$1;",
        "return http://other$request_uri;",
        "return 418;",
        "return 301 $mapped;",
      ],
      ...[
        "return 307 /new/?m=$request_method;",
        'return 200 "$uri";',
        "return 503;",
        "return 303 $scheme://$host/;",
        "return 497;",
      ],
    ]);
  const rewritten = (): string => {
    const pattern = one(["^", "^/old/(.*)$", "^/(a|app)(/.*)?$", "/(.*)$", "^/never", "^/x", "b$"]);
    const target = one([...targets, ...targets, "/new/$1?", "/err?e=$1&f", "http://other/$1", "$1", "$mapped"]);
    return `rewrite ${pattern} ${target} ${one(["", "last", "last", "break", "break", "redirect", "permanent"])};`;
  };
  const condition = (): string =>
    one([
      ...[
        "$uri ~ ^/a",
        "$request_method = POST",
        "$args",
        "$arg_q = 1",
        "$host != a.test",
        "-f $request_filename",
        "$never",
      ],
      ...[
        "!-e $request_filename",
        "-d $request_filename",
        "$http_x_flag",
        "$http_x_none",
        "$uri ~* ^/(.)(.)",
        "$flag = 1",
      ],
      ...["$mapped", "$mapped ~ (.)$", "$flag", "$request_uri !~ [?]"],
    ]);
  const proxied = "proxy_pass http://unix:@DIR@/none.sock;";
  const set = (): string => one(["set $flag 1;", "set $flag $1;", "set $flag 0;", "set $args z=1;"]);
  const inIf = (): string =>
    one([returned(), rewritten(), set(), "break;", "", returned(), rewritten(), `${set()} break;`, proxied]);
  const branch = (inServer: boolean): string => {
    const inside = inIf();
    return `if (${condition()}) { ${inServer && inside === proxied ? "" : inside} }`;
  };
  const statements = (inServer: boolean): string[] => {
    const made: string[] = [];
    while (chance(inServer ? 0.25 : 0.45)) {
      made.push(
        one([rewritten, () => branch(inServer), set, () => branch(inServer), () => (chance(0.3) ? "break;" : "")])(),
      );
    }
    return made;
  };
  const tried = (): string => {
    const names = ["$uri", "$uri/", "$uri.html", "/nothing", "/a/b", "$uri/index.html", "/app/"];
    const last = one([
      "=404",
      "=403",
      "=204",
      ...named,
      "/err",
      "/50x.html?e=1",
      "/x?$args",
      "/index.html",
      "/a/",
      "@missing",
      "/nothing",
      "/$1",
    ]);
    return `try_files ${one(names)} ${chance(0.6) ? `${one(names)} ` : ""}${last};`;
  };
  const page = (): string => {
    const code = `${one(codes)} ${chance(0.4) ? `${one(codes)} ` : ""}`;
    const status = chance(0.4) ? `${one(["=", "=200", "=410", "=301"])} ` : "";
    return `error_page ${code}${status}${one([...named, "/err", "/50x.html", "/err?code=1", "http://other/sorry", "/nothing", "/$1", "@missing", "/old/x"])};`;
  };
  const more = (): string =>
    one([
      ...[
        "internal;",
        "index none index.html;",
        "index /err;",
        "autoindex on;",
        "index none; autoindex on;",
        "recursive_error_pages on;",
        "deny all;",
        "allow all; deny all;",
      ],
      ...[
        "deny unix:;",
        "deny 10.0.0.1;",
        'auth_basic "x"; auth_basic_user_file @DIR@/none;',
        "root @DIR@/files/a;",
        "root @DIR@/nowhere;",
      ],
      ...[
        "limit_except GET { deny all; }",
        "limit_except POST { }",
        "limit_except GET { proxy_pass http://unix:@DIR@/none.sock; }",
      ],
      'satisfy any; deny all; auth_basic "x"; auth_basic_user_file @DIR@/none;',
    ]);
  /** One directive of each name, but for those that may stand twice. */
  const body = (isNamed: boolean): string => {
    const lines = [`add_header X-Mark l${marks++} always;`];
    if (chance(0.06)) return `${lines[0]} index none; autoindex on;`;
    if (chance(0.3)) lines.push(page());
    if (chance(0.1)) lines.push(page());
    lines.push(...statements(false));
    if (chance(0.35)) lines.push(tried());
    if (chance(0.35)) lines.push(more());
    const alias = !isNamed && !lines.some((line) => /root/.test(line)) && chance(0.15);
    if (alias) lines.push(`alias ${one(["@DIR@/files/a/", "@DIR@/files/app/", "@DIR@/files/a/b"])};`);
    if (chance(0.35)) lines.push(returned());
    else if (chance(0.3)) lines.push(one([proxied, proxied, "empty_gif;"]));
    return lines.join(" ");
  };
  const server = (port: number, name: string): string => {
    const locations = new Map<string, string>();
    for (let tries = 2 + Math.floor(pick() * 5); tries > 0; tries--) {
      const isRegex = chance(0.25);
      const at = isRegex ? `~ ${one(patterns)}` : `${one(["", "", "", "= ", "^~ "])}${one(prefixes)}`;
      const key = isRegex ? at : at.replace(/^\^~ /, "");
      const nested =
        isRegex || at.startsWith("=") || !chance(0.15) ? "" : `location ~ ${one(patterns)} { ${body(false)} }`;
      locations.set(key, `location ${at} { ${body(false)} ${nested} }`);
    }
    for (const at of named) locations.set(at, `location ${at} { ${body(true).replace("internal;", "")} }`);
    const own = [`add_header X-Mark s${marks++} always;`, "root @DIR@/files;", "set $never '';"];
    if (chance(0.4)) own.push(page());
    own.push(...statements(true));
    if (chance(0.1)) own.push(tried());
    return `server { listen ${port}; server_name ${name};\n${[...own, ...locations.values()].join("\n")} }`;
  };
  return Array.from({ length: count }, (_, index) => {
    const port = firstPort + index;
    return {
      port,
      text: hosts
        .slice(0, 1 + Math.floor(pick() * 2))
        .map((name) => server(port, name))
        .join("\n"),
      requests: Array.from({ length: 10 }, () => ({ method: one(methods), host: one(hosts), path: one(paths) })),
    };
  });
}
