import { expect, test } from "vitest";
import { installedBy, installedIn } from "../../../server/src/stack/installedFiles";
import { filesOf } from "../project/support";

type Texts = Readonly<Record<string, string>>;

const service = (body: string): Texts => ({ "compose.yaml": `services:\n  proxy: {${body}}\n` });
const mount = (volume: string, image = "nginx:1.30"): Texts => service(`image: "${image}", volumes: ["${volume}"]`);
const main = { "n.conf": "events {}\n" };
const part = { "d/a.conf": "gzip on;\n" };

/** Each file with where it is in a container, and what is known of it there. */
const told = (texts: Texts): string[] =>
  [...installedBy(filesOf(texts), Object.keys(texts))].flatMap(([path, places]) =>
    places.map((place) => `${path} = ${place.path}${place.context ? ` in ${place.context}` : ""}`),
  );

test.each<[string, Texts, string[]]>([
  ["the whole", { ...mount("./n.conf:/etc/nginx/nginx.conf"), ...main }, ["n.conf = /etc/nginx/nginx.conf in main"]],
  ["a part", { ...mount("./d:/etc/nginx/conf.d"), ...part }, ["d/a.conf = /etc/nginx/conf.d/a.conf in http"]],
  [
    "a template",
    { ...mount("./d:/etc/nginx/templates"), "d/a.conf.template": "" },
    ["d/a.conf.template = /etc/nginx/templates/a.conf.template in http"],
  ],
  [
    "a part of an image that may include it anywhere",
    { ...mount("./d:/etc/nginx/conf.d", "us/nginx-and-more:1"), ...part },
    ["d/a.conf = /etc/nginx/conf.d/a.conf"],
  ],
  [
    "a part of a whole that says itself what it includes where",
    {
      ...service('image: nginx, volumes: ["./d:/etc/nginx/conf.d", "./n.conf:/etc/nginx/nginx.conf"]'),
      ...part,
      ...main,
    },
    ["d/a.conf = /etc/nginx/conf.d/a.conf", "n.conf = /etc/nginx/nginx.conf in main"],
  ],
  ["a site", { ...mount("./d:/etc/nginx/sites-enabled"), "d/shop": "" }, ["d/shop = /etc/nginx/sites-enabled/shop"]],
  [
    "Bitnami's folder",
    { ...mount("./d:/opt/bitnami/nginx/conf/server_blocks", "bitnami/nginx"), ...part },
    ["d/a.conf = /opt/bitnami/nginx/conf/server_blocks/a.conf"],
  ],
  [
    "OpenResty's",
    { ...mount("./n.conf:/usr/local/openresty/nginx/conf/nginx.conf", "openresty/openresty"), ...main },
    ["n.conf = /usr/local/openresty/nginx/conf/nginx.conf"],
  ],
  ["what nginx does not read by itself", { ...mount("./d:/etc/nginx/conf.d"), "d/a.txt": "", "d/b.conf.bak": "" }, []],
  ["rules of OWASP", { ...mount("./d:/etc/nginx/owasp-modsecurity-crs"), ...part }, []],
  ["rules of ModSecurity", { ...mount("./d:/etc/nginx/modsecurity.d"), ...part }, []],
  ["a folder of the app", { ...mount("./d:/app"), ...part }, []],
  [
    "a folder below it",
    { ...mount("./d:/etc/nginx"), "d/1/2/a.conf": "", "d/node_modules/a.conf": "" },
    ["d/1/2/a.conf = /etc/nginx/1/2/a.conf"],
  ],
  ["a folder too far below it", { ...mount("./d:/etc/nginx"), "d/1/2/3/4/5/6/a.conf": "" }, []],
  [
    "an image that is built in the folder of its Dockerfile",
    { "d/Dockerfile": "FROM nginx\nCOPY a.conf /etc/nginx/conf.d/\n", ...part },
    ["d/a.conf = /etc/nginx/conf.d/a.conf in http"],
  ],
  [
    "one that is built in the project's",
    { "d/Dockerfile": "FROM nginx\nCOPY d/a.conf /etc/nginx/conf.d/\n", ...part },
    ["d/a.conf = /etc/nginx/conf.d/a.conf in http"],
  ],
  [
    "a target of a build",
    {
      ...service("build: {context: ., target: front}"),
      Dockerfile:
        "FROM nginx AS front\nCOPY d/a.conf /etc/nginx/conf.d/b.conf\nFROM python\nCOPY n.conf /etc/nginx/nginx.conf\n",
      ...part,
      ...main,
    },
    ["d/a.conf = /etc/nginx/conf.d/b.conf in http"],
  ],
  [
    "two files at once",
    { Dockerfile: "FROM nginx\nCOPY d/a.conf n.conf /etc/nginx/\n", ...part, ...main },
    ["d/a.conf = /etc/nginx/a.conf", "n.conf = /etc/nginx/n.conf"],
  ],
])("what a container is given: %s", (_, texts, expected) => expect(told(texts)).toEqual(expected));

test("of a folder that is opened alone, by the compose file above it", () => {
  const texts = { ...mount("./d:/etc/nginx/conf.d"), ...part };
  expect([...installedIn(filesOf(texts), "d").keys()]).toEqual(["a.conf"]);
});
