import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compose } from "../../../server/src/scaffold/compose";
import { mergeCompose } from "../../../server/src/scaffold/composeMerge";
import { actionsOf, applied, blueprintOf, filesOf, planned, smallFiles } from "./support";

const facts = {
  services: ["postgres" as const],
  environment: [{ name: "DATABASE_URL", required: true, secret: true }],
};
const ours = compose(blueprintOf(facts));

function merged(current: string, name?: string): string {
  const made = mergeCompose(current, ours, "compose.yaml", name);
  if (!made.ok) throw new Error(made.problem.message);
  const again = mergeCompose(made.value.content, ours, "compose.yaml", name);
  expect(again.ok && again.value.content).toBe(made.value.content);
  return made.value.content;
}
const notesOf = (current: string) => {
  const made = mergeCompose(current, ours, "compose.yaml");
  return made.ok ? made.value.notes.join("\n") : "";
};

const theirs = `# Our stack.
version: "3.8"

services:
  mail:   # catches mail
    image: "mailhog/mailhog:v1"   # pinned
    ports: ["8025:8025"]

  worker:
    build: .
    command: celery -A shop worker
`;

describe("a file without our services", () => {
  test("keeps every line and comment, in order", () => {
    const after = merged(theirs)
      .split("\n")
      .map((line) => line.trim().replace(/ +/g, " "));
    let from = 0;
    for (const line of theirs.split("\n").map((text) => text.trim().replace(/ +/g, " "))) {
      const at = after.indexOf(line, from);
      expect([line, at >= from]).toEqual([line, true]);
      from = at;
    }
  });
  test("gets them, with their networks, volumes and comments", () => {
    const text = merged(theirs);
    const file = parse(text);
    expect(Object.keys(file.services)).toEqual(["mail", "worker", "nginx", "web", "db"]);
    expect(file.networks).toHaveProperty("edge");
    expect(file.volumes).toEqual({ "db-data": {} });
    expect(text).toContain("# The only service that can be reached from outside.");
  });
  test("gets no name, which would give its volumes other names", () => {
    expect(parse(merged(theirs))).not.toHaveProperty("name");
  });
  test("gets one where compose could make none from the folder", () => {
    expect(parse(merged(theirs, "flask-1a2b3c4d")).name).toBe("flask-1a2b3c4d");
  });
});

describe("a service that is already there", () => {
  test("keeps its values and gets what it lacks", () => {
    const { web } = parse(merged("services:\n  web:\n    build: .\n    restart: always\n    mem_limit: 1g\n")).services;
    expect(web).toMatchObject({ build: ".", restart: "always", mem_limit: "1g", read_only: true, init: true });
  });
  test("keeps what it inherits through an anchor", () => {
    const { web } = parse(
      merged("x-base: &base\n  restart: always\nservices:\n  web:\n    <<: *base\n    build: .\n"),
      { merge: true },
    ).services;
    expect(web.restart).toBe("always");
  });
  test("stays on the network that it was on", () => {
    expect(parse(merged("services:\n  web:\n    build: .\n")).services.web.networks).toEqual([
      "default",
      "app",
      "data",
    ]);
    expect(
      parse(merged("services:\n  web:\n    build: .\n    networks: [mine]\nnetworks:\n  mine:\n")).services.web
        .networks,
    ).toEqual(["mine", "app", "data"]);
    expect(
      Object.keys(
        parse(merged("services:\n  web:\n    build: .\n    networks:\n      mine: {}\n")).services.web.networks,
      ),
    ).toEqual(["mine", "app", "data"]);
  });
  test("gets missing variables and dependencies also where it lists them", () => {
    const { web } = parse(
      merged(
        "services:\n  web:\n    build: .\n    environment: [A=1]\n    depends_on: [mail]\n  mail:\n    image: m\n",
      ),
    ).services;
    expect(web.environment).toEqual(["A=1", expect.stringMatching(/^DATABASE_URL=/), "FLASK_DEBUG=0"]);
    expect(web.depends_on).toEqual(["mail", "db"]);
  });
  test("that starts something else is told of", () => {
    expect(notesOf("services:\n  web:\n    build: .\n    command: flask run\n")).toMatch(/command of web is yours/);
  });
  test.each([
    { says: 'ports: ["5000:5000"]', told: true },
    { says: "ports: [8000]", told: true },
    { says: 'ports: ["0.0.0.0:80:8000"]', told: true },
    { says: "ports: [{ target: 8000, published: 8000 }]", told: true },
    { says: 'ports: ["127.0.0.1:5678:5678", "[::1]:8000:8000"]', told: false },
    { says: "ports: [{ target: 8000, published: 8000, host_ip: 127.0.0.1 }]", told: false },
    { says: "ports: []", told: false },
    { says: 'expose: ["8000"]', told: false },
  ])("that is published past Nginx ($says) is told of: $told", ({ says, told }) => {
    const notes = notesOf(`services:\n  web:\n    build: .\n    ${says}\n`);
    expect(notes.includes("ports of web are yours and stay published; remove them")).toBe(told);
  });
  test.each([
    { says: "flask run --host 0.0.0.0 --debug", told: true },
    { says: "flask --app shop -e .env run --port=5000", told: true },
    { says: "python3 -m flask run", told: true },
    { says: '["flask", "--debug", "run", "-h", "0.0.0.0"]', told: true },
    { says: "flask run --host 0.0.0.0 --port 8000", told: false },
    { says: "flask db upgrade && flask run", told: false },
    { says: "flask run -p $PORT", told: false },
    { says: "flask runner", told: false },
    { says: "gunicorn shop:app", told: false },
    { says: "python app.py", told: false },
  ])("that is started by flask run ($says), which Nginx does not reach, is told of: $told", ({ says, told }) => {
    const notes = notesOf(`services:\n  web:\n    build: .\n    command: ${says}\n`);
    expect(notes).toContain("the command of web is yours and stays");
    expect(notes.includes("another port than 8000")).toBe(told);
  });
  test.each([
    { says: '".:/app"', told: true },
    { says: '"./src:/app/:ro,z"', told: true },
    { says: '"C:\\\\shop:/app"', told: true },
    { says: "{ type: bind, source: ., target: /app }", told: true },
    { says: '"./uploads:/app/uploads"', told: false },
    { says: '"/app:/data:ro"', told: false },
    { says: '"data:/var/lib/app"', told: false },
    { says: "{ type: volume, source: data, target: /data }", told: false },
  ])("that has a volume over the app ($says) is told of: $told", ({ says, told }) => {
    const notes = notesOf(`services:\n  web:\n    build: .\n    volumes: [${says}]\nvolumes: { data: {} }\n`);
    expect(notes.includes("volume of web at /app is yours and stays; remove it")).toBe(told);
  });
  test("that is ours is left in peace", () => {
    expect(notesOf(ours)).toBe("");
  });
  test.each(["image: nginx:alpine", "build: ./proxy", "build: { context: ., dockerfile: Dockerfile.nginx }"])(
    "that is built from something else (%s) is only connected",
    (how) => {
      const text = `services:\n  nginx:\n    ${how}\n    ports: ["80:80"]\n`;
      const { nginx } = parse(merged(text)).services;
      expect(Object.keys(nginx)).toEqual([how.split(":")[0], "ports", "networks"]);
      expect(notesOf(text)).toMatch(/nginx is yours/);
    },
  );
  test.each([
    ["image: mine", "service_started"],
    ["build: ./app", "service_started"],
    ["{ image: mine, healthcheck: { test: [CMD, 'true'] } }", "service_healthy"],
    ["build: .", "service_healthy"],
  ])("that is the app (%s) is waited for as far as it says how it is: %s", (how, condition) => {
    const { nginx } = parse(merged(`services:\n  web:\n    ${how}\n`)).services;
    expect(nginx.depends_on).toEqual({ web: { condition, restart: true } });
  });
});

describe("a database of the user's", () => {
  const text = `services:
  postgres:
    image: docker.io/library/postgres:15
    environment:
      POSTGRES_PASSWORD: theirs
    volumes: [pg:/var/lib/postgresql/data]
volumes:
  pg:
`;
  test("is used instead of ours", () => {
    const file = parse(merged(text));
    expect(Object.keys(file.services)).toEqual(["postgres", "nginx", "web"]);
    expect(file.services.web.depends_on).toEqual({ postgres: { condition: "service_started" } });
    expect(file.services.postgres).not.toHaveProperty("networks");
    expect(file.services.web.networks).toEqual(["app", "default"]);
    expect(file.networks).not.toHaveProperty("data");
    expect(file.volumes).toEqual({ pg: null });
  });
  test("is not spoken to with a password that is ours", () => {
    expect(merged(text)).not.toContain("POSTGRES_PASSWORD:?");
  });
  test("is waited for where it has a health check", () => {
    const healthy = text.replace("    environment:", "    healthcheck: { test: pg_isready }\n    environment:");
    expect(parse(merged(healthy)).services.web.depends_on).toEqual({ postgres: { condition: "service_healthy" } });
  });
});

describe("a cache of the user's", () => {
  const shop = compose(
    blueprintOf({
      services: ["redis", "postgres"],
      environment: ["DATABASE_URL", "REDIS_URL"].map((name) => ({ name, required: true, secret: true })),
    }),
  );
  const into = (current: string) => {
    const made = mergeCompose(current, shop, "compose.yaml");
    if (!made.ok) throw new Error(made.problem.message);
    expect(mergeCompose(made.value.content, shop, "compose.yaml")).toMatchObject({
      value: { content: made.value.content },
    });
    return { ...made.value, file: parse(made.value.content) };
  };
  const text = `services:
  cache:
    image: redis:7-alpine   # ours since 2019
    ports: ["6399:6379"]
  pg:
    image: registry.example/team/postgres:17
    environment: [POSTGRES_USER=me, "POSTGRES_PASSWORD=p w", POSTGRES_DB=mine]
    networks: [back]
volumes:
networks: { back: {} }
`;
  test("is used under its own name, which its image tells, and does not change by a byte", () => {
    const { content, file, notes } = into(text);
    expect(content.startsWith(text.split("volumes:")[0]?.trimEnd() ?? "-")).toBe(true);
    expect(Object.keys(file.services)).toEqual(["cache", "pg", "nginx", "web"]);
    expect(file.services.web.depends_on).toEqual({
      cache: { condition: "service_started" },
      pg: { condition: "service_started" },
    });
    expect(file.services.web.environment).toMatchObject({
      REDIS_URL: "redis://cache:6379/0",
      DATABASE_URL: "postgresql://me:p%20w@pg:5432/mine",
    });
    expect(notes.join("\n")).toMatch(/pg is yours.*\n.*cache is yours/);
  });
  test("is reached over its own network", () => {
    const { file, notes } = into(text);
    expect(file.services.web.networks).toEqual(["app", "default", "back"]);
    expect(notes.join("\n")).toContain("web is also on the network default, where your services cache are");
  });
  test("is used also where nothing but its name says what it is", () => {
    const { file } = into("services:\n  redis:\n    build: ./redis\n");
    expect(file.services.redis).toEqual({ build: "./redis" });
    expect(file.services.web.depends_on.redis).toEqual({ condition: "service_started" });
    expect(Object.keys(file.services)).toContain("db");
  });
  test.each(["redis/redisinsight", "oliver006/redis_exporter", "mongo-express", "prom/postgres-exporter"])(
    "is not the tool %s",
    (image) => {
      const { file } = into(`services:\n  tool:\n    image: ${image}\n`);
      expect(Object.keys(file.services)).toEqual(["tool", "nginx", "web", "db", "redis"]);
    },
  );
  test("with a password that the file does not say is left to .env", () => {
    const { file, notes } = into("services:\n  sql:\n    image: postgres\n    env_file: db.env\n");
    expect(file.services.web.environment).not.toHaveProperty("DATABASE_URL");
    expect(notes.join("\n")).toContain("set DATABASE_URL in .env, with sql as the host");
  });
});

describe("the shape of the file stays", () => {
  test("four spaces", () => {
    expect(merged("services:\n    mail:\n        image: m\n")).toMatch(/\n {4}nginx:\n {8}build:/);
  });
  test("dashes under their key", () => {
    expect(merged("services:\n  mail:\n    image: m\n    ports:\n    - 1:1\n")).toContain("\n    ports:\n    - 1:1\n");
  });
  test("Windows line ends", () => {
    expect(merged("services:\r\n  mail:\r\n    image: m\r\n")).not.toMatch(/[^\r]\n/);
  });
});

test.each(["", "# nothing yet\n"])("an empty file %j becomes ours", (text) => {
  expect(parse(merged(text))).toEqual(parse(ours));
});

test.each([
  { text: "services:\n  web: {\n", line: 3 },
  { text: "- a\n- b\n", line: 1 },
  { text: "a: 1\na: 2\n", line: 2 },
])("a file that cannot be read is not written: $text", ({ text, line }) => {
  const made = mergeCompose(text, ours, "compose.yaml");
  expect(made.ok ? "" : made.problem.message).toContain(`compose.yaml cannot be read from line ${line} on`);
});

test.each(["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"])(
  "%s is merged into, and a second run changes nothing",
  (path) => {
    const mine = { ...smallFiles, [path]: theirs };
    const made = planned(filesOf(mine), facts);
    expect(actionsOf(made)).toMatchObject({ [path]: "update" });
    const texts = applied(mine, made);
    expect(new Set(Object.values(actionsOf(planned(filesOf(texts), facts))))).toEqual(new Set(["keep"]));
    const edited = { ...texts, [path]: `${texts[path]}# mine\n` };
    expect(actionsOf(planned(filesOf(edited), facts))).toMatchObject({ [path]: "keep" });
  },
);
