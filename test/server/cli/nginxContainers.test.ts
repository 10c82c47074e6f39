import { describe, expect, test } from "vitest";
import { useTerminal } from "./terminal";

const { said, write, writeAll, run, out } = useTerminal();

const http = (body: string): string => `events {}\nhttp { ${body} }\n`;

describe("a loopback address in nginx's own container", () => {
  const mounted = "image: 'nginx:1.30', volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']";
  const told = ["nginx/nginx.conf nginx-loopback-in-container"];
  test.each<[name: string, nginx: string, web: string, target: string, found: string[]]>([
    ["localhost", mounted, "expose: [8000]", "localhost:8000", told],
    ["an address", mounted, "build: .", "127.0.0.1:8000/a/", told],
    ["a mounted folder", "image: nginx, volumes: ['./nginx:/etc/nginx']", "build: .", "localhost:8000", told],
    ["a copied one", "build: nginx", "build: .", "localhost:8000", told],
    ["the service", mounted, "expose: [8000]", "web:8000", []],
    ["a port that it listens at itself", mounted, "build: .", "localhost:81", []],
    ["a port that nobody is known to have", mounted, "image: 'redis:7', expose: [6379]", "localhost:8000", told],
    ["a port that the app does not have", mounted, "build: ., expose: [8000]", "localhost:5000", told],
    [
      "a place that nginx does not read",
      "image: nginx, volumes: ['./nginx:/etc/nginx/x']",
      "image: a",
      "localhost:5000",
      [],
    ],
    ["an image of one's own", "image: 'me/nginx:1', volumes: ['./nginx:/etc/nginx']", "image: a", "localhost:5000", []],
    ["a network of the host", `${mounted}, network_mode: host`, "expose: [8000]", "localhost:8000", []],
    ["a network of the app", `${mounted}, network_mode: 'service:web'`, "expose: [8000]", "localhost:8000", []],
    ["a network that the app shares", mounted, "build: ., network_mode: 'service:nginx'", "localhost:8000", []],
    ["a container that starts something else", `${mounted}, command: run.sh`, "build: .", "localhost:8000", []],
    ["a configuration that is not mounted", "image: nginx", "expose: [8000]", "localhost:8000", []],
  ])("%s", async (_name, nginx, web, target, found) => {
    writeAll({
      "compose.yaml": `services:\n  nginx: {${nginx}}\n  web: {${web}}\n`,
      "nginx/Dockerfile": "FROM nginx:1.30\nCOPY nginx.conf /etc/nginx/nginx.conf\n",
      "nginx/nginx.conf": http(
        `server { listen 80; location / { proxy_set_header Host $host; proxy_pass http://${target}; } } server { listen 81; }`,
      ),
    });
    expect(await said("nginx/nginx.conf")).toEqual(found);
  });
});

describe("a loopback address in the container of one stage of several", () => {
  const build = "build: {context: ., target: nginx}";
  const stage = "FROM nginx:1.30-alpine AS nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\n";
  const told = ["nginx.conf nginx-loopback-in-container"];
  test.each<[name: string, service: string, stage: string, upstream: string, found: string[]]>([
    ["no start of its own", build, stage, "127.0.0.1:8000", told],
    ["a start of nginx", build, `${stage}CMD ["nginx", "-g", "daemon off;"]\n`, "127.0.0.1:8000", told],
    ["the image's script", build, `${stage}ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD nginx\n`, "localhost:8000", told],
    ["a shell before it", build, `${stage}CMD ["sh", "-c", "ls && exec nginx -g 'daemon off;'"]\n`, "[::1]:8000", told],
    ["static files of the app", build, `${stage}COPY --from=web /app/static /srv/\n`, "127.0.0.1:8000", told],
    ["the service", build, stage, "web:8000", []],
    ["a port of its own on the loopback address", build, stage, "127.0.0.1:8081", []],
    ["a network of the host", `${build}, network_mode: host`, stage, "127.0.0.1:8000", []],
    ["a network of the app", `${build}, network_mode: 'service:web'`, stage, "127.0.0.1:8000", []],
    ["the app beside it", build, `${stage}RUN apk add python3 py3-gunicorn\n`, "127.0.0.1:8000", []],
    ["its packages beside it", build, `${stage}COPY --from=web /opt/venv /opt/venv\n`, "127.0.0.1:8000", []],
    ["a document of commands", build, `${stage}RUN <<END\napk add py3-gunicorn\nEND\n`, "127.0.0.1:8000", []],
    ["a script that starts both", build, `${stage}COPY run.sh /\nCMD ["/run.sh"]\n`, "127.0.0.1:8000", []],
    ["a script, then nginx", build, `${stage}CMD /run.sh && nginx\n`, "127.0.0.1:8000", []],
    ["a program in the background", build, `${stage}CMD app & nginx\n`, "127.0.0.1:8000", []],
    ["an entry point of one's own", build, `${stage}ENTRYPOINT ["/init"]\nCMD ["nginx"]\n`, "127.0.0.1:8000", []],
  ])("%s", async (_name, service, written, upstream, found) => {
    writeAll({
      "compose.yaml": `services:\n  nginx: {${service}}\n  web: {build: {context: ., target: web}}\n`,
      Dockerfile: `# Gunicorn and Flask\n${written}FROM python:3.13 AS web\nEXPOSE 8000\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n`,
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      "nginx.conf": http(
        `upstream app { server ${upstream}; } server { listen 80; location / { proxy_set_header Host $host; proxy_pass http://app; } } server { listen 127.0.0.1:8081; }`,
      ),
    });
    expect(await said("nginx.conf")).toEqual(found);
  });
});

describe("a published port of nginx's container", () => {
  const conf = "./nginx.conf:/etc/nginx/nginx.conf";
  const part = "./nginx.conf:/etc/nginx/conf.d/default.conf";
  const listen = (words: string) => `server { ${words} return 204; }`;
  const told = ["nginx.conf nginx-port-not-listened"];
  const at80 = http(listen("listen 80;"));
  test.each<[name: string, service: string, nginx: string, found: string[]]>([
    ["another one", `image: nginx, volumes: ['${conf}'], ports: ['80:8080']`, at80, told],
    [
      "one that only nginx itself reaches",
      `image: nginx, volumes: ['${conf}'], ports: ['81:81']`,
      http(`${listen("listen 80;")} ${listen("listen 127.0.0.1:81;")}`),
      told,
    ],
    ["in a stage", "build: ., ports: ['${HTTP_PORT:-8080}:8080']", at80, told],
    ["in a part", `image: nginx, volumes: ['${part}'], ports: ['80:8080']`, listen("listen 80;"), told],
    ["of two", `image: nginx, volumes: ['${conf}'], ports: ['80:80', '443:443']`, at80, told],
    ["the same one", `image: nginx, volumes: ['${conf}'], ports: ['8080:80']`, at80, []],
    ["no listen at all", `image: nginx, volumes: ['${conf}'], ports: ['8080:80']`, http(listen("")), []],
    ["a range", `image: nginx, volumes: ['${conf}'], ports: ['8080:8080']`, http(listen("listen 8000-8090;")), []],
    ["of UDP", `image: nginx, volumes: ['${conf}'], ports: ['80:80', '53:53/udp']`, at80, []],
    [
      "a variable",
      `image: nginx, volumes: ['./nginx.conf:/etc/nginx/templates/default.conf.template'], ports: ['80:8080']`,
      listen("listen ${PORT};"),
      [],
    ],
    [
      "the image's own file beside it",
      `image: nginx, volumes: ['./nginx.conf:/etc/nginx/conf.d/app.conf'], ports: ['80:80']`,
      listen("listen 8080;"),
      [],
    ],
    [
      "an include that is elsewhere",
      `image: nginx, volumes: ['${conf}'], ports: ['80:8080']`,
      http(`include /srv/more.conf; ${listen("listen 80;")}`),
      [],
    ],
    [
      "the image's files, which are read",
      `image: nginx, volumes: ['${conf}'], ports: ['81:8080']`,
      http(`include /etc/nginx/conf.d/*.conf; ${listen("listen 80;")}`),
      [],
    ],
    ["a command of one's own", `image: nginx, command: ./run.sh, volumes: ['${conf}'], ports: ['80:8080']`, at80, []],
    [
      "the usual command",
      `image: nginx, command: [nginx, -g, 'daemon off;'], volumes: ['${conf}'], ports: ['80:8080']`,
      at80,
      told,
    ],
    [
      "a script of one's own",
      `image: nginx, volumes: ['${conf}', './run:/docker-entrypoint.d'], ports: ['80:8080']`,
      at80,
      [],
    ],
    ["a network of the host", `image: nginx, network_mode: host, volumes: ['${conf}'], ports: ['80:8080']`, at80, []],
    [
      "a program that shares the network",
      `image: nginx, volumes: ['${conf}'], ports: ['80:8080']}\n  b: {image: b, network_mode: 'service:proxy'`,
      at80,
      [],
    ],
    [
      "a configuration that comes with it",
      `image: nginx, configs: [x], volumes: ['${conf}'], ports: ['80:8080']`,
      at80,
      [],
    ],
    ["another image", `image: 'me/nginx:1', volumes: ['${conf}'], ports: ['80:8080']`, at80, []],
  ])("%s", async (_name, service, nginx, found) => {
    writeAll({
      "compose.yaml": `services:\n  proxy: {${service}}\n`,
      Dockerfile: "FROM nginx:1.30\nCOPY nginx.conf /etc/nginx/nginx.conf\nRUN rm -f /etc/nginx/conf.d/default.conf\n",
      "nginx.conf": nginx,
    });
    expect(await said("nginx.conf")).toEqual(found);
  });
  test("is told with what to write instead", async () => {
    write("compose.yaml", `services: {proxy: {image: nginx, volumes: ['${conf}'], ports: ['80:8080']}}\n`);
    await run("check", write("nginx.conf", at80), "--format", "json");
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject([
      {
        severity: "warning",
        message:
          "compose.yaml publishes port 8080 of nginx's container, where no server listens at it: listen at 8080 here, or publish 80 there.",
        fixes: ["Listen at port 8080"],
      },
    ]);
  });
  test("is only mentioned where another one is listened at", async () => {
    write("compose.yaml", `services: {proxy: {image: nginx, volumes: ['${conf}'], ports: ['80:80', '443:443']}}\n`);
    expect(await run("check", write("nginx.conf", at80), "--format", "json")).toBe(0);
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject([{ severity: "information", fixes: [] }]);
  });
});

describe("a module that the official image does not have", () => {
  const foreign = 'brotli on; more_set_headers "A: b"; location / { content_by_lua_block { ngx.say(1) } }';
  const told = Array.from({ length: 3 }, () => "nginx.conf nginx-unknown-directive");
  test.each<[compose: string, main: string, found: string[]]>([
    ["image: 'nginx:1.27-alpine'", "", told],
    ["image: nginx", "", told],
    ["image: 'nginx:1.27-alpine'", "load_module modules/ngx_http_brotli_filter_module.so;\n", []],
    ["image: 'nginx:brotli'", "", []],
    ["image: 'openresty/openresty:1.27'", "", []],
    ["build: nginx", "", []],
  ])("%s %s", async (compose, main, found) => {
    write("compose.yaml", `services: {proxy: {${compose}}}\n`);
    write("nginx.conf", `${main}${http(`server { listen 80; ${foreign} }`)}`);
    expect(await said("nginx.conf")).toEqual(found);
  });
});
