import { describe, expect, test } from "vitest";
import { filesOf, planned, smallFiles } from "./support";

const notesOf = (path: string, text: string) => planned(filesOf({ ...smallFiles, [path]: text })).notes.join("\n");

describe("a Dockerfile of the user's", () => {
  test.each([
    { text: "FROM python\nCMD flask run\n", missing: "nginx, web" },
    { text: "FROM python AS web\nFROM nginx AS proxy\n", missing: "nginx" },
  ])("lacks a stage that compose builds: $missing", ({ text, missing }) => {
    expect(notesOf("Dockerfile", text)).toContain(`has no stage ${missing},`);
  });
  test("lacks one that a compose file of another name builds", () => {
    const texts = {
      ...smallFiles,
      Dockerfile: "FROM python\n",
      "docker-compose.yml": "services:\n  web:\n    build: .\n",
    };
    expect(planned(filesOf(texts)).notes.join("\n")).toContain("has no stage nginx, which docker-compose.yml builds:");
  });
  test("need not have a stage that a compose file of the user's builds otherwise", () => {
    const texts = {
      ...smallFiles,
      Dockerfile: "FROM nginx AS nginx\nFROM python\n",
      "compose.yaml": "services:\n  web:\n    build: .\n",
    };
    expect(planned(filesOf(texts)).notes.join()).not.toContain("has no stage");
  });
  test("that has them is left in peace", () => {
    expect(notesOf("Dockerfile", "FROM nginx AS nginx\nFROM python AS web\n")).not.toContain("stage");
  });
});

describe("a .dockerignore of the user's", () => {
  test.each([
    { text: "nginx\n", says: "!nginx/nginx.conf" },
    { text: "*\n!app.py\n", says: "!requirements.txt !nginx/nginx.conf !gunicorn.conf.py" },
    { text: "**/*.txt\n", says: "!requirements.txt" },
  ])("that drops what the build reads is told of: $text", ({ text, says }) => {
    expect(notesOf(".dockerignore", text)).toContain(says);
  });
  test.each(["docs\n", "*.md\n", "# nginx\n", "*\n!requirements.txt\n!nginx\n!gunicorn.conf.py\n!app.py\n"])(
    "that does not is left in peace: %j",
    (text) => {
      expect(notesOf(".dockerignore", text)).not.toContain("dockerignore");
    },
  );
});

describe("secrets that the Dockerfile copies into the image", () => {
  const secret = { environment: [{ name: "SECRET_KEY", required: true, secret: true }] };
  const told = (texts: Readonly<Record<string, string>>, facts = {}) =>
    planned(filesOf({ ...smallFiles, ...texts }), facts).notes.flatMap(
      (note) => /^(\S+) gets into the image/.exec(note)?.[1] ?? [],
    );
  test.each([
    { dockerignore: "__pycache__\n.git\n", there: [".env"], lets: [".env"] },
    { dockerignore: "docs\n", there: [".env.production", ".env.example"], lets: [".env.production"] },
    { dockerignore: ".env\n", there: [".env", ".env.local"], lets: [".env.local"] },
    { dockerignore: "*\n!requirements.txt\n!.env\n", there: [".env", ".env.local"], lets: [".env"] },
    { dockerignore: "config/.env\n# .env\n", there: [".env"], lets: [".env"] },
    { dockerignore: ".env*\n", there: [".env", ".env.local"], lets: [] },
    { dockerignore: "**/.env\n", there: [".env"], lets: [] },
    { dockerignore: "./.env/\n", there: [".env"], lets: [] },
    { dockerignore: ".env\n", there: [".env", "backend/.env"], lets: ["backend/.env"] },
    { dockerignore: "**/.env*\n", there: [".env", "backend/.env"], lets: [] },
    { dockerignore: "backend\n", there: ["backend/.env", "node_modules/a/.env"], lets: [] },
    { dockerignore: ".git\n.env*\n!.env.example\n", there: [".env", ".env.example"], lets: [] },
    { dockerignore: "docs\n", there: [".env/bin/python", ".env.example", ".envrc"], lets: [] },
  ])("$there under $dockerignore: $lets", ({ dockerignore, there, lets }) => {
    const texts = Object.fromEntries(there.map((path) => [path, "A=b\n"]));
    expect(told({ ...texts, ".dockerignore": dockerignore })).toEqual(lets);
  });
  test("also where another file counts instead of .dockerignore", () => {
    const beside = { ".env": "A=b\n", "Dockerfile.dockerignore": "docs\n" };
    expect(told(beside)).toEqual([".env"]);
    expect(told({ ...beside, "Dockerfile.dockerignore": "**/.env\n" })).toEqual([]);
    const { notes } = planned(filesOf({ ...smallFiles, ...beside, "Dockerfile.dockerignore": "nginx\n.env\n" }));
    expect(notes).toContain(
      "Docker reads Dockerfile.dockerignore instead of .dockerignore: move what you need from there to .dockerignore, and remove Dockerfile.dockerignore.",
    );
    expect(notes.join("\n")).toContain("Your own Dockerfile.dockerignore keeps nginx/nginx.conf out of the build");
  });
  test("also where .env is only now written", () => {
    expect(told({ ".dockerignore": ".git\n" }, secret)).toEqual([".env"]);
    expect(told({ ".dockerignore": ".git\n.env\n" }, secret)).toEqual([]);
  });
  test("not where .dockerignore is ours, and where it is left out", () => {
    const files = filesOf({ ...smallFiles, ".env": "A=b\n" });
    expect(planned(files).notes.join()).not.toContain("gets into the image");
    expect(planned(files, {}, { without: [".dockerignore"] }).notes.join()).toContain(".env gets into the image");
  });
  test.each([
    { copy: "COPY . /app/", lets: [".env"] },
    { copy: 'ADD --chown=1 ["./", "/app"]', lets: [".env"] },
    { copy: "COPY --from=build . /app", lets: [] },
    { copy: "COPY app.py ./", lets: [] },
  ])("by a Dockerfile of the user's with $copy: $lets", ({ copy, lets }) => {
    const Dockerfile = `FROM nginx AS nginx\nFROM python AS web\n${copy}\n`;
    expect(told({ Dockerfile, ".dockerignore": "docs\n", ".env": "A=b\n" })).toEqual(lets);
  });
});

test("leaving out what the Dockerfile copies is told of", () => {
  expect(planned(filesOf(smallFiles), {}, { without: ["nginx/nginx.conf"] }).notes.join()).toContain(
    "nginx/nginx.conf",
  );
});

describe("a gunicorn.conf.py of the user's", () => {
  test.each([
    { text: 'bind = "127.0.0.1:8000"\n', at: "127.0.0.1:8000" },
    { text: 'import os\nbind = "localhost:" + os.environ.get("PORT", "8000")\n', at: "localhost:8000" },
    { text: 'bind = ["[::1]:8000"]\n# was 0.0.0.0:8000\n', at: "[::1]:8000" },
    { text: 'bind = "unix:/run/app.sock"\n', at: "unix:/run/app.sock" },
    { text: "workers = 3\n", at: "127.0.0.1:8000" },
  ])("that only its container reaches is told of: $text", ({ text, at }) => {
    expect(notesOf("gunicorn.conf.py", text)).toContain(`at ${at} Gunicorn listens only inside its container`);
  });
  test.each(['bind = "0.0.0.0:5000"\n', "bind = address()\n"])("at another port, or who knows where: %j", (text) => {
    expect(notesOf("gunicorn.conf.py", text)).toContain("check its bind");
  });
  test.each([
    'bind = "0.0.0.0:8000"\n',
    'port = 8000\nbind = f":{port}"\n',
    'bind = ["127.0.0.1:9000", "[::]:8000"]\n',
    "from settings import *\n",
  ])("that Nginx reaches, or may, is left in peace: %j", (text) => {
    expect(notesOf("gunicorn.conf.py", text)).not.toContain("gunicorn.conf.py is yours");
  });
  test.each([
    { command: '["gunicorn", "-b", "0.0.0.0:8000", "app:app"]', told: false },
    { command: '["gunicorn", "--config", "conf/container.py", "app:app"]', told: false },
    { command: '["gunicorn", "--config", "gunicorn.conf.py", "app:app"]', told: true },
    { command: "gunicorn -c gunicorn.conf.py --chdir src app:app", told: true },
  ])("under the user's own CMD $command is told of: $told", ({ command, told }) => {
    const texts = {
      ...smallFiles,
      Dockerfile: `FROM nginx AS nginx\nFROM python AS web\nCMD ${command}\n`,
      "gunicorn.conf.py": 'bind = "127.0.0.1:8000"\n',
    };
    expect(planned(filesOf(texts)).notes.join().includes("gunicorn.conf.py is yours")).toBe(told);
  });
  test.each([
    { value: "True", told: true },
    { value: "False", told: false },
  ])("daemon = $value is told of: $told", ({ value, told }) => {
    const notes = notesOf("gunicorn.conf.py", `bind = "0.0.0.0:8000"\ndaemon = ${value}\n`);
    expect(notes.includes("its container ends at once")).toBe(told);
  });
});
