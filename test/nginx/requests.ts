import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomFrom } from "../random";

/** Servers that share a port, as the text of an `http` block, and what is asked of them. */
export interface Served {
  readonly port: number;
  readonly text: string;
  readonly requests: readonly { readonly method?: string; readonly host: string; readonly path: string }[];
}

/** What the real nginx answers. */
export interface Answered {
  /** 0 where it closes the connection. */
  readonly status: number;
  /** The mark of the server or location that answered. */
  readonly mark: string;
  /** Where the client is sent. */
  readonly location: string;
  readonly body: string;
}

const names = [
  "a.test",
  "*.a.test",
  ".b.test",
  "www.*",
  "*.x.a.test",
  "~^w(?<x>.*)\\.org$",
  "~^[[:alpha:]]+\\.net$",
  '""',
];
const hosts = [
  "a.test",
  "A.Test",
  "y.a.test",
  "y.x.a.test",
  "b.test",
  "c.b.test",
  "www.z",
  "wiki.org",
  "abc.net",
  "none",
  "a.test.",
];
const prefixes = [
  "/",
  "/a",
  "/a/",
  "/a/b",
  "/a/b/",
  "/app",
  "/app/",
  '"/a b"',
  "/A",
  "/한",
  "/a//b",
  "/ap",
  "/new/",
  '"/a?b"',
  "/a/b/c/",
];
const patterns = [
  ...[
    "\\.php$",
    "^/a",
    "b",
    "(?i)B",
    "[[:digit:]]",
    "\\d",
    "^/(?<x>a+)$",
    "/$",
    "^/[^/]+/$",
    "a++",
    "\\A/a\\z",
    '"^/.{3}$"',
    "한",
  ],
  ...[
    "^/a(?!p)",
    "^/[]b]",
    "^/(a|app)(/|$)",
    "p/*$",
    "^//",
    "\\s",
    "^/\\w+$",
    "(a)\\1",
    "[\\w.]\\.$",
    "^/new/(?P<y>.+)",
  ],
];
const paths = [
  ...[
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/a/b/",
    "/a//b",
    "//a",
    "/a/.",
    "/a/..",
    "/a/./b",
    "/a/../app",
    "/..",
    "/a/../..",
    "/%61",
  ],
  ...[
    "/a%2Fb",
    "/a/%2e%2e/b",
    "/%zz",
    "/a%0",
    "/a%00",
    "/app",
    "/app/",
    "/app?x=/y",
    "/a%3Fb",
    "/a%23b",
    "/a/b.php",
    "/x.php?y",
  ],
  ...[
    "/a%20b",
    "/%ED%95%9C",
    "/%ED%95",
    "/old/a",
    "/old/app?z",
    "/A",
    "/aa",
    "/aaa1",
    "/a/b/..",
    "/a/b/../",
    "/.a",
    "/a/...",
    "/a/.b",
  ],
  ...[
    "/a/b//..//c",
    "/%0a",
    "/a%0A",
    "//",
    "/a/b/c",
    "/gone",
    "/a/b/.//./",
    "/ap",
    "/a#b",
    "/new/%41",
    "/a%2f..%2fapp",
  ],
];
const scripts = [
  ...[
    "",
    "",
    "",
    "",
    "merge_slashes off;",
    "return 301 /x;",
    "rewrite ^/old/(.*)$ /new/$1 last;",
    "rewrite ^/old /a/b;",
  ],
  ...[
    "if ($host = a.test) { return 302 /y; }",
    "if ($request_uri ~ [?]) { rewrite ^ /app/ break; }",
    "rewrite ^/old/ http://other/ ;",
  ],
  ...["set $to /a; rewrite ^/old $to/b last;", "if ($uri !~* ^/A) { return 204; }", "rewrite ^/gone$ $http_x_unknown;"],
];

/** Servers with locations of every kind, the same for the same seed; each says which it is. */
export function generated(count: number, seed: number): Served[] {
  const pick = randomFrom(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(pick() * list.length)] ?? (list[0] as T);
  const chance = (share: number): boolean => pick() < share;
  let marks = 0;

  const locations = (
    outer: { readonly name: string; readonly isRegex: boolean } | undefined,
    depth: number,
  ): string => {
    const seen = new Set<string>();
    const made: string[] = [];
    for (let tries = Math.floor(pick() * (depth === 0 ? 9 : 3)); tries > 0; tries--) {
      const isRegex = outer?.isRegex || chance(0.35);
      const name = one(isRegex ? patterns : prefixes);
      const modifier = isRegex ? one(["~", "~*"]) : one(["", "", "", "=", "^~"]);
      const plain = name.replace(/"/g, "");
      const key = isRegex ? `${modifier} ${name}` : `${modifier === "=" ? "=" : ""} ${plain}`;
      if (seen.has(key) || (!isRegex && outer && !plain.startsWith(outer.name))) continue;
      seen.add(key);
      const inside = modifier !== "=" && depth < 2 ? locations({ name: plain, isRegex }, depth + 1) : "";
      const does = chance(0.3) ? "proxy_pass http://unix:@DIR@/none.sock;" : "return 200;";
      const more = chance(0.1) ? "internal; " : "";
      made.push(`location ${modifier} ${name} { add_header X-Mark l${marks++} always; ${more}${does}\n${inside} }`);
    }
    return made.join("\n");
  };
  const server = (port: number): string => {
    const own = `listen ${port}${chance(0.1) ? " default_server" : ""}; server_name ${one(names)};`;
    return `server { ${own} add_header X-Mark s${marks++} always; ${one(scripts)}\n${locations(undefined, 0)} }`;
  };
  return Array.from({ length: count }, (_, index) => {
    const port = 10_000 + index;
    const taken = new Set<string>();
    let hasDefault = false;
    const servers = Array.from({ length: 1 + Math.floor(pick() * 3) }, () => server(port)).filter((text) => {
      const [name = ""] = /server_name \S+/.exec(text) ?? [];
      if (taken.has(name) || (hasDefault && text.includes("default_server"))) return false;
      taken.add(name);
      hasDefault ||= text.includes("default_server");
      return true;
    });
    return {
      port,
      text: servers.join("\n"),
      requests: Array.from({ length: 10 }, () => ({ host: one(hosts), path: one(paths) })),
    };
  });
}

/** What is around all that is generated, in `http`. */
export const around =
  'root @DIR@/none; map $uri $mapped { default ""; /a/B /new/b; /app/one /x?y; ~^/old/(.*)$ /x/$1; ~*^/NOTH /a/; }';

/**
 * Asks one nginx for all of it: each port is a socket in a folder, so that it disturbs nobody.
 * @param files paths below `@DIR@/files`, each a file with its path as its text
 * @param folders the same, for folders
 */
export async function askNginx(
  all: readonly Served[],
  files: readonly string[] = [],
  folders: readonly string[] = [],
): Promise<Answered[][]> {
  const folder = mkdtempSync(join(tmpdir(), "nginx-asked-"));
  // Workers of an nginx that root starts are another user's.
  chmodSync(folder, 0o755);
  for (const each of folders) mkdirSync(join(folder, "files", each), { recursive: true });
  for (const each of files) writeFileSync(join(folder, "files", each), each);
  const text = all.map((each) => each.text.replace(/listen (\d+)/g, `listen unix:${folder}/$1.sock`)).join("\n");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const http = `access_log off; ${temporary.join(" ")}\n${`${around}\n${text}`.replaceAll("@DIR@", folder)}`;
  const main = `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;\nevents { worker_connections 1024; }\n`;
  writeFileSync(join(folder, "nginx.conf"), `${main}http { ${http} }\n`);
  const nginx = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder, "-e", "stderr"]);
  let said = "";
  nginx.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise<void>((resolve) => nginx.once("close", () => resolve()));
  try {
    const answers: Answered[][] = [];
    for (const { port, requests } of all) {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const socketPath = join(folder, `${port}.sock`);
      const own: Answered[] = [];
      for (const { method = "GET", host, path } of requests) {
        own.push(
          await ask(
            { socketPath, agent, method, path: onWire(path), headers: { host: `${host}:${port}`, "x-flag": "1" } },
            () => nginx.exitCode !== null,
          ),
        );
      }
      agent.destroy();
      answers.push(own);
    }
    return answers;
  } catch (error) {
    throw new Error(`nginx did not answer: ${said || String(error)}`);
  } finally {
    nginx.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

const onWire = (path: string): string => Buffer.from(path).toString("latin1");

/** Asks once; while nginx is still starting, again and again. */
async function ask(options: Parameters<typeof request>[1] & object, isGone: () => boolean): Promise<Answered> {
  const limit = Date.now() + 20_000;
  while (true) {
    try {
      return await new Promise((resolve, reject) => {
        const sent = request(options, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              mark: String(response.headers["x-mark"] ?? ""),
              location: String(response.headers.location ?? ""),
              body: Buffer.concat(chunks).toString(),
            }),
          );
        });
        sent.on("error", reject);
        sent.end();
      });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ECONNRESET") return { status: 0, mark: "", location: "", body: "" };
      if (isGone() || Date.now() > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
