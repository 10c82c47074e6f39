import { describe, expect, test } from "vitest";
import { plan } from "../../../server/src/scaffold/containerize";
import { memoryPath } from "../../../server/src/scaffold/memory";
import { actionsOf, applied, everyFile, everyKind, filesOf, planned, projectOf, smallFiles } from "./support";

const first = applied(smallFiles, planned(filesOf(smallFiles)));
const problemOf = (...[files, project, answers, replace]: Parameters<typeof plan>) => {
  const made = plan(files, project, answers, replace);
  return made.ok ? undefined : made.problem;
};

describe("a first run", () => {
  test("creates every file", () => {
    expect(actionsOf(planned(filesOf(smallFiles)))).toEqual({
      Dockerfile: "create",
      "compose.yaml": "create",
      "gunicorn.conf.py": "create",
      "nginx/nginx.conf": "create",
      ".dockerignore": "create",
      ".env.example": "create",
      ".gitignore": "create",
      ".flask-stack.json": "create",
    });
  });
  test("leaves a file of the user's as it is, and proposes ours", () => {
    const mine = { ...smallFiles, Dockerfile: "FROM scratch\n" };
    const file = planned(filesOf(mine)).files.find(({ path }) => path === "Dockerfile");
    expect(file).toMatchObject({ action: "conflict", current: "FROM scratch\n" });
    expect(file?.content).toContain("AS web");
  });
  test("replaces it when told to", () => {
    const mine = { ...smallFiles, Dockerfile: "FROM scratch\n" };
    expect(actionsOf(planned(filesOf(mine), {}, {}, ["Dockerfile"]))).toMatchObject({ Dockerfile: "update" });
  });
  test("never touches the requirements", () => {
    expect(Object.keys(actionsOf(planned(filesOf(smallFiles))))).not.toContain("requirements.txt");
  });
  test("leaves out what is not wanted", () => {
    const made = planned(filesOf(smallFiles), {}, { without: ["nginx/nginx.conf"] });
    expect(actionsOf(made)).toMatchObject({ "nginx/nginx.conf": "keep", Dockerfile: "create" });
    expect(applied(smallFiles, made)).not.toHaveProperty("nginx/nginx.conf");
  });
});

test("the compose file is left out by either of its names", () => {
  const mine = filesOf({ ...smallFiles, "docker-compose.yml": "services:\n  mail:\n    image: m\n" });
  expect(actionsOf(planned(mine))).toMatchObject({ "docker-compose.yml": "update" });
  for (const name of ["docker-compose.yml", "compose.yaml"]) {
    expect(actionsOf(planned(mine, {}, { without: [name] }))).toMatchObject({ "docker-compose.yml": "keep" });
  }
});

describe("a second run", () => {
  test.each(Object.entries(everyKind))("changes nothing when nothing changed: %s", (_, facts) => {
    const texts = applied(everyFile, planned(filesOf(everyFile), facts));
    expect(new Set(Object.values(actionsOf(planned(filesOf(texts), facts))))).toEqual(new Set(["keep"]));
  });
  test("changes nothing in a clone under another name", () => {
    expect(new Set(Object.values(actionsOf(planned(filesOf(first, "/ci/build-42")))))).toEqual(new Set(["keep"]));
  });
  test("changes nothing in a checkout with Windows line ends", () => {
    const windows = Object.fromEntries(
      Object.entries(first).map(([path, text]) => [path, text.replaceAll("\n", "\r\n")]),
    );
    expect(new Set(Object.values(actionsOf(planned(filesOf(windows)))))).toEqual(new Set(["keep"]));
  });
  test("updates what the user has not touched", () => {
    const actions = actionsOf(planned(filesOf(first), { pythonVersion: "3.12" }));
    expect(actions).toMatchObject({ Dockerfile: "update", "compose.yaml": "keep", [memoryPath]: "update" });
  });
  test.each(["Dockerfile", "compose.yaml", "gunicorn.conf.py", "nginx/nginx.conf", ".dockerignore", ".env.example"])(
    "leaves %s alone once it was edited",
    (path) => {
      const edited = { ...first, [path]: `${first[path]}# mine\n` };
      const made = planned(filesOf(edited));
      expect(actionsOf(made)).toMatchObject({ [path]: "conflict", [memoryPath]: "keep" });
      expect(applied(edited, made)).toEqual(edited);
      expect(actionsOf(planned(filesOf(edited), {}, {}, [path]))).toMatchObject({ [path]: "update" });
    },
  );
  test("writes a file again that was deleted", () => {
    const { Dockerfile, ...rest } = first;
    expect(Dockerfile).toBeDefined();
    expect(actionsOf(planned(filesOf(rest)))).toMatchObject({ Dockerfile: "create", "compose.yaml": "keep" });
  });
  test("takes what it finds as its own when the memory was lost but nothing changed", () => {
    const { [memoryPath]: _, ...rest } = first;
    const made = planned(filesOf(rest));
    expect(actionsOf(made)).toMatchObject({ Dockerfile: "keep", [memoryPath]: "create" });
    expect(applied(rest, made)[memoryPath]).toBe(first[memoryPath]);
  });
});

describe("answers", () => {
  test("are remembered, and asked no more", () => {
    const texts = applied(smallFiles, planned(filesOf(smallFiles), {}, { port: 9000, language: "ko" }));
    const again = planned(filesOf(texts));
    expect(again.answers).toMatchObject({ port: 9000, language: "ko" });
    expect(new Set(Object.values(actionsOf(again)))).toEqual(new Set(["keep"]));
  });
  test("that were only accepted follow the project", () => {
    const texts = applied(smallFiles, planned(filesOf(smallFiles), {}, { port: 8080, services: [] }));
    expect(planned(filesOf(texts), { services: ["redis"] }).answers.services).toEqual(["redis"]);
  });
  test("given now win over remembered ones", () => {
    const texts = applied(smallFiles, planned(filesOf(smallFiles), {}, { port: 9000 }));
    expect(planned(filesOf(texts), {}, { port: 8080 }).answers.port).toBe(8080);
  });
  test("choose between equal candidates", () => {
    const two = { target: null };
    expect(problemOf(filesOf(smallFiles), projectOf(two), {})?.code).toBe("several-targets");
    const made = planned(filesOf(smallFiles), two, { target: "app:app" });
    expect(planned(filesOf(applied(smallFiles, made)), two).answers.target).toBe("app:app");
  });
  test("in a remembered file are checked too", () => {
    const bad = { ...first, [memoryPath]: JSON.stringify({ version: 1, answers: { port: "x" }, files: {} }) };
    expect(problemOf(filesOf(bad), projectOf(), {})?.code).toBe("bad-answer");
  });
});

describe("what was remembered", () => {
  test.each([
    { text: "{ not json", code: "memory-unreadable" },
    { text: "<<<<<<< HEAD", code: "memory-unreadable" },
    { text: "[]", code: "memory-unreadable" },
    { text: '{"version":1,"answers":{},"files":{"a":1}}', code: "memory-unreadable" },
    { text: '{"version":99,"answers":{},"files":{}}', code: "memory-newer" },
  ])("is not guessed at: $text", ({ text, code }) => {
    expect(problemOf(filesOf({ ...first, [memoryPath]: text }), projectOf(), {})?.code).toBe(code);
  });
});

test.each([
  { replace: "Dockerfile", taken: true },
  { replace: "compose.yml", taken: true },
  { replace: "compose.yaml", taken: false },
  { replace: ".env", taken: false },
  { replace: "app.py", taken: false },
])("to replace $replace is taken: $taken", ({ replace, taken }) => {
  const files = filesOf({ ...smallFiles, Dockerfile: "FROM scratch\n", "compose.yml": "services: {}\n" });
  const made = plan(files, projectOf(), {}, [replace]);
  expect(made.ok).toBe(taken);
  if (!made.ok)
    expect(made.problem.message).toBe(
      `'${replace}' is no file that can be replaced: use Dockerfile, compose.yml, gunicorn.conf.py, nginx/nginx.conf, .dockerignore, .env.example.`,
    );
});

describe("secrets", () => {
  const facts = {
    services: ["postgres" as const],
    environment: [{ name: "SECRET_KEY", required: true, secret: true }],
  };
  test("are made up once, in .env alone, which git leaves out", () => {
    const made = planned(filesOf(smallFiles), facts);
    const texts = applied(smallFiles, made);
    const key = /^SECRET_KEY=([0-9a-f]{48})$/m.exec(texts[".env"] ?? "")?.[1];
    expect(key).toBeDefined();
    expect(texts[".env"]).toMatch(/^POSTGRES_PASSWORD=[0-9a-f]{48}$/m);
    expect(texts[".gitignore"]).toContain(".env\n");
    const committed = Object.entries(texts).filter(([path]) => path !== ".env");
    expect(committed.filter(([, text]) => text.includes(key ?? "?"))).toEqual([]);
  });
  test("are made up by what they are for, whatever they are called", () => {
    const environment = [{ name: "SHOP_SEED", required: true, secret: true, signs: true as const }];
    const made = planned(filesOf(smallFiles), { environment });
    expect(applied(smallFiles, made)[".env"]).toMatch(/^SHOP_SEED=[0-9a-f]{48}$/m);
    expect(made.notes.join()).not.toContain("No value");
  });
  test("that are there stay, and what is missing is added below them", () => {
    const mine = { ...smallFiles, ".env": "export SECRET_KEY=mine\n", ".gitignore": "*.pyc\n" };
    const texts = applied(mine, planned(filesOf(mine), facts));
    expect(texts[".env"]).toMatch(/^export SECRET_KEY=mine\n\n(#[^\n]*\n)?POSTGRES_PASSWORD=[0-9a-f]{48}\n$/);
    expect(texts[".gitignore"]).toBe("*.pyc\n\n# Secrets of this machine.\n.env\n");
    expect(new Set(Object.values(actionsOf(planned(filesOf(texts), facts))))).toEqual(new Set(["keep"]));
  });
  test.each(["theirs", "${POSTGRES_PASSWORD}"])("are not made up for a database of the user's: %s", (password) => {
    const theirs = `services:\n  database:\n    image: postgres:15\n    environment:\n      POSTGRES_PASSWORD: ${password}\n`;
    const mine = { ...smallFiles, "compose.yaml": theirs };
    const texts = applied(mine, planned(filesOf(mine), facts));
    expect(texts[".env"]).toMatch(/^SECRET_KEY=/m);
    expect(texts[".env"]).not.toContain("POSTGRES_PASSWORD");
    expect(texts[".env.example"]).not.toContain("POSTGRES_PASSWORD");
    expect(new Set(Object.values(actionsOf(planned(filesOf(texts), facts))))).toEqual(new Set(["keep"]));
  });
  test.each([".env", ".env*", "*.env", "/.env"])("a .gitignore that says %s stays as it is", (line) => {
    const mine = { ...smallFiles, ".gitignore": `${line}\n` };
    expect(actionsOf(planned(filesOf(mine), facts))).toMatchObject({ ".gitignore": "keep" });
  });
  test("are not made up where the app asks for none", () => {
    expect(actionsOf(planned(filesOf(smallFiles)))).not.toHaveProperty(".env");
  });
  test("that the user has to fill in are kept out of git as well", () => {
    const environment = [{ name: "SHOP_SECRET", required: true, secret: true }];
    const mine = { ...smallFiles, ".gitignore": "*.pyc\n" };
    const made = planned(filesOf(mine), { environment });
    expect(actionsOf(made)).not.toHaveProperty(".env");
    expect(applied(mine, made)[".gitignore"]).toBe("*.pyc\n\n# Secrets of this machine.\n.env\n");
    const without = planned(filesOf(mine), { environment }, { without: [".gitignore"] });
    expect(applied(mine, without)[".gitignore"]).toBe("*.pyc\n");
  });
});
