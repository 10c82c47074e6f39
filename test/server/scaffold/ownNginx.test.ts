import { describe, expect, test } from "vitest";
import { nginxConf } from "../../../server/src/scaffold/nginxConf";
import { applied, blueprintOf, filesOf, planned, smallFiles } from "./support";

const path = "nginx/nginx.conf";

/** What is said of a configuration of the user's. */
const notesOf = (text: string, more: Readonly<Record<string, string>> = {}): readonly string[] =>
  planned(filesOf({ ...smallFiles, [path]: text, ...more })).notes.filter((note) =>
    note.startsWith(`${path} is yours`),
  );

const disk =
  "client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e;";
const whole = (servers: string, main = "pid /tmp/nginx.pid;", http = disk): string =>
  `${main}\nevents {}\nhttp {\n${http}\nproxy_set_header Host $host;\n${servers}\n}\n`;
const health = "location = /nginx-health { return 200; }";
const server = (inside: string, listen = "listen 8080;"): string => `server { ${listen} ${health} ${inside} }`;
const pass = (target: string): string => `location / { proxy_pass http://${target}; }`;
const fine = whole(server(pass("web:8000")));

describe("an nginx.conf of the user's that does not fit the stack", () => {
  test.each<[name: string, text: string, says: string]>([
    ["listens elsewhere", whole(server(pass("web:8000"), "listen 80;")), "write listen 8080; in line 6."],
    ["hands on to itself", whole(server(pass("127.0.0.1:5000"))), "name the service and its port (web:8000)."],
    [
      "hands on to itself at Gunicorn's port",
      whole(server(pass("localhost:8000"))),
      "name the service (web). The app is at web:8000.",
    ],
    [
      "hands on to nobody",
      whole(server(pass("flask:5000"))),
      'line 6: There is no upstream and no host "flask". The app is at web:8000.',
    ],
    ["has an upstream of nobody", whole(`upstream a { server app:5000; } ${server(pass("a"))}`), 'no host "app"'],
    ["misses Gunicorn", whole(server(pass("web:5000"))), "Gunicorn does not listen at port 5000: write web:8000."],
    [
      "misses it in an upstream",
      whole(`upstream a { server web:80; } ${server(pass("a"))}`),
      "at port 80: write web:8000.",
    ],
    ["writes its pid to the disk", whole(server(pass("web:8000")), ""), "in http: pid /tmp/nginx.pid;"],
    [
      "writes bodies to the disk",
      whole(server(pass("web:8000")), undefined, disk.replace("/tmp/a", "/var/a")),
      "in http: client_body_temp_path /tmp/client_body;",
    ],
    [
      "hands the health check on",
      whole(`server { listen 8080; ${pass("web:8000")} }`),
      "add location = /nginx-health { return 200; }",
    ],
    ["is a part of one", "server { listen 8080; }", "nginx does not start with it, for line 1: "],
  ])("%s", (_, text, says) => {
    expect(notesOf(text)).toEqual([expect.stringContaining(says)]);
  });
  test.each<[name: string, text: string, more?: Readonly<Record<string, string>>]>([
    ["fits", fine],
    [
      "is the proposed one but for a line",
      nginxConf(blueprintOf()).replace("worker_processes 2;", "worker_processes 3;"),
    ],
    ["listens at more", whole(`${server(pass("web:8000"))} server { listen 80; return 301 /; }`)],
    [
      "hands on to itself, and listens there",
      whole(`${server(pass("127.0.0.1:81"))} server { listen 127.0.0.1:81; return 204; }`),
    ],
    [
      "hands on to a host elsewhere",
      whole(server(`${pass("web:8000")} location /a { proxy_pass https://api.example.com; }`)),
    ],
    ["answers the health check somehow", whole("server { listen 8080; root /srv; }")],
    [
      "hands on to another port, where Gunicorn is the user's, too",
      whole(server(pass("web:5000"))),
      { "gunicorn.conf.py": 'bind = "0.0.0.0:5000"\n' },
    ],
    [
      "is for a Dockerfile of the user's",
      "server { listen 80; }",
      { Dockerfile: "FROM nginx AS nginx\nFROM python AS web\n" },
    ],
    [
      "is for a service of the user's",
      whole(server(pass("web:8000")), "", ""),
      {
        "compose.yaml":
          "services:\n  nginx:\n    image: nginx\n    ports: ['80:8080']\n    volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf']\n",
      },
    ],
    [
      "is a part for a service of the user's",
      "server { listen 80; }",
      {
        "compose.yaml":
          "services:\n  nginx:\n    image: nginx\n    volumes: ['./nginx/nginx.conf:/etc/nginx/conf.d/default.conf']\n",
      },
    ],
  ])("is left in peace where it %s", (_, text, more) => {
    expect(notesOf(text, more)).toEqual([]);
  });
  test.each([
    { slip: "worker_proceses 2;", lines: 1 },
    { slip: "worker_processes two;", lines: 1 },
    { slip: "worker_processes 2 }", lines: 0 },
  ])("and has a slip ($slip) is told what it lacks beside it: $lines", ({ slip, lines }) => {
    const [first, ...others] = notesOf(whole(server(pass("web:8000")), slip));
    expect(first).toContain("nginx does not start with it, for line 1: ");
    expect(others).toEqual(lines === 0 ? [] : [expect.stringContaining("in http: pid /tmp/nginx.pid;")]);
  });
  test("has a note for each mistake", () => {
    const text = whole(`server { listen 80; ${pass("flask:5000")} }`, "", "");
    expect(notesOf(text)).toHaveLength(3);
  });
  test("is not there where nothing of the user's stays", () => {
    const texts = applied(smallFiles, planned(filesOf(smallFiles)));
    expect(notesOf(texts[path] ?? "", texts)).toEqual([]);
  });
});
