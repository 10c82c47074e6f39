import { describe, expect, test } from "vitest";
import { findingsOf } from "./support";

type Texts = Readonly<Record<string, string>>;

const docker = "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD gunicorn app:app\n";
const conf = (port: number | string) => `worker_tmp_dir = "/dev/shm"\nbind = "0.0.0.0:${port}"\n`;
const http = (inside: string) => `events {}\nhttp { ${inside} }\n`;
const pass = (url: string) => http(`server { location / { proxy_pass ${url}; } }`);
const upstream = (server: string) =>
  http(`upstream app { server ${server}; } server { location / { proxy_pass http://app; } }`);
const compose = (web = "", more = "") =>
  `services:\n  web:\n    build: .\n${web}  proxy:\n    image: nginx:1.30\n${more}`;

const stack = (port: number | string, nginx: string, more: Texts = {}): Texts => ({
  "app.py": "app = 1\n",
  Dockerfile: docker,
  "gunicorn.conf.py": conf(port),
  "compose.yaml": compose(),
  "nginx/nginx.conf": nginx,
  ...more,
});

const unit = (args: string): string => `[Service]\nExecStart=/srv/bin/gunicorn ${args} app:app\n`;

/** `path severity "what is underlined" -> what is written instead` of each finding of the rule. */
const told = (texts: Texts): string[] =>
  findingsOf(texts)
    .filter(({ code }) => code === "gunicorn-port-mismatch")
    .map(({ severity, path, start, end, fixes = [] }) => {
      const fixed = fixes.flatMap(({ path: at, edits }) =>
        edits.map(
          (edit) =>
            ` -> ${(texts[at] ?? "").slice(start, edit.start)}${edit.text}${(texts[at] ?? "").slice(edit.end, end)}`,
        ),
      );
      return `${path.replace(/^.*\//, "")} ${severity} ${texts[path]?.slice(start, end)}${fixed.join("")}`;
    });

const both = (address: string, mended: string) =>
  [
    'gunicorn.conf.py error bind = "0.0.0.0:5000" -> bind = "0.0.0.0:8000"',
    `nginx.conf error ${address} -> ${mended}`,
  ].sort();

describe("nginx and Gunicorn", () => {
  test.each<[string, Texts, string[]]>([
    ["the same port", stack(8000, pass("http://web:8000")), []],
    ["another port", stack(5000, pass("http://web:8000/api")), both("http://web:8000/api", "http://web:5000/api")],
    ["another port of an upstream", stack(5000, upstream("web:8000")), both("web:8000", "web:5000")],
    ["an upstream of two servers", stack(5000, upstream("web:5000; server web:8000")), both("web:8000", "web:5000")],
    [
      "no port, which is 80",
      stack(8000, pass("http://web")),
      ['gunicorn.conf.py error bind = "0.0.0.0:8000" -> bind = "0.0.0.0:80"', "nginx.conf error http://web"],
    ],
    [
      "an alias",
      stack(5000, pass("http://shop:8000"), { "compose.yaml": compose("    container_name: shop\n") }),
      both("http://shop:8000", "http://shop:5000"),
    ],
    ["another service", stack(5000, pass("http://api:8000")), []],
    ["a variable", stack(5000, pass("http://web:$port")), []],
    [
      "what a variable of the container says",
      stack("' + __import__('os').environ['P'] + '", pass("http://web:8000")),
      [],
    ],
    [
      "on the command line",
      stack(8000, pass("http://web:8000"), {
        "compose.yaml": compose("    command: gunicorn -b 0.0.0.0:5000 app:app\n"),
      }),
      ["compose.yaml error -b 0.0.0.0:5000 -> -b 0.0.0.0:8000", "nginx.conf error http://web:8000 -> http://web:5000"],
    ],
    [
      "a second Gunicorn of the service",
      stack(5000, pass("http://web:8000"), {
        Dockerfile: docker.replace("CMD gunicorn", "CMD gunicorn -b :8000 x:y & gunicorn"),
      }),
      [],
    ],
    [
      "a service of which more is said elsewhere",
      stack(5000, pass("http://web:8000"), {
        "compose.yaml": compose("    extends: {file: base.yaml, service: web}\n"),
      }),
      [],
    ],
    [
      "another command in an override",
      stack(5000, pass("http://web:8000"), {
        "compose.override.yaml": "services:\n  web:\n    command: flask run -p 8000\n",
      }),
      [],
    ],
    [
      "the network of another",
      stack(5000, pass("http://web:8000"), { "compose.yaml": compose("    network_mode: host\n") }),
      [],
    ],
    [
      "two projects with a service of that name",
      {
        ...Object.fromEntries(
          Object.entries(stack(5000, pass("http://web:5000"))).map(([path, text]) => [`a/${path}`, text]),
        ),
        "b/compose.yaml": "services:\n  web: {image: node}\n",
        "b/nginx.conf": pass("http://web:3000"),
      },
      [],
    ],
    [
      "a socket in place of a port",
      stack("8000", pass("http://web:8000"), { "gunicorn.conf.py": 'bind = "unix:/run/g.sock"\n' }),
      ['gunicorn.conf.py error bind = "unix:/run/g.sock"', "nginx.conf error http://web:8000"],
    ],
    [
      "two addresses, one of them right",
      stack(5000, pass("http://web:8000"), { "gunicorn.conf.py": 'bind = ["0.0.0.0:8000", "0.0.0.0:5000"]\n' }),
      [],
    ],
    [
      "PORT, which the engine may set",
      stack(5000, pass("http://web:9000"), {
        "gunicorn.conf.py": "",
        "compose.yaml": compose("    env_file: x.env\n"),
      }),
      [],
    ],
  ])("%s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
});

describe("nginx and Gunicorn of one machine", () => {
  const site = (url: string, args: string, more: Texts = {}): Texts => ({
    "app.py": "app = 1\n",
    "nginx.conf": pass(url),
    "web.service": unit(args),
    ...more,
  });
  test.each<[string, Texts, string[]]>([
    ["the same port", site("http://127.0.0.1:8000", "-b 127.0.0.1:8000"), []],
    [
      "another port",
      site("http://127.0.0.1:8000", "-b 127.0.0.1:5000"),
      [
        "nginx.conf warning http://127.0.0.1:8000 -> http://127.0.0.1:5000",
        "web.service warning -b 127.0.0.1:5000 -> -b 127.0.0.1:8000",
      ],
    ],
    [
      "another socket",
      site("http://unix:/run/a.sock", "-b unix:/run/b.sock"),
      ["nginx.conf warning http://unix:/run/a.sock", "web.service warning -b unix:/run/b.sock"],
    ],
    ["what systemd listens at", site("http://unix:/run/a.sock", ""), []],
    [
      "a second program",
      site("http://127.0.0.1:8000", "-b 127.0.0.1:5000", { "other.service": unit("-b 127.0.0.1:8000") }),
      [],
    ],
    [
      "a Makefile for development",
      { ...site("http://127.0.0.1:8000", ""), "web.service": "", Makefile: "run:\n\tgunicorn -b :5000 app:app\n" },
      [],
    ],
    [
      "two addresses of nginx",
      site("http://127.0.0.1:8000; } location /ws { proxy_pass http://127.0.0.1:9000", "-b 127.0.0.1:5000"),
      [],
    ],
  ])("%s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
});

describe("what is published", () => {
  const published = (ports: string, more: Texts = {}): Texts => ({
    ...stack(8000, ""),
    "nginx/nginx.conf": "",
    "compose.yaml": compose(`    ports: [${ports}]\n`),
    ...more,
  });
  test.each<[string, Texts, string[]]>([
    ["the same port", published("'80:8000'"), []],
    ["another port", published("'80:5000'"), ["compose.yaml warning '80:5000'"]],
    ["another port beside", published("'80:8000', '5678:5678'"), []],
    ["two others", published("'80:5000', '5678:5678'"), []],
    ["a range", published("'8000-8010:8000-8010'"), []],
    ["behind nginx", { ...published("'5678:5678'"), "nginx/nginx.conf": pass("http://web:8000") }, []],
  ])("%s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
});
