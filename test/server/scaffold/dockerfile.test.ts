import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DockerfileParser } from "dockerfile-ast";
import { describe, expect, test } from "vitest";
import type { Project } from "../../../server/src/project/project";
import { dockerfile } from "../../../server/src/scaffold/dockerfile";
import { blueprintOf, everyFile, everyKind, filesOf } from "./support";

const of = (facts: Partial<Project> = {}, texts: Readonly<Record<string, string>> = {}, answers = {}) =>
  dockerfile(blueprintOf(facts, answers, filesOf({ ...everyFile, ...texts })));
const stage = (text: string, name: string) =>
  text.split(/^FROM /m).find((part) => part.includes(` AS ${name}\n`)) ?? "";

describe.each(Object.entries(everyKind))("%s", (_, facts) => {
  const text = of(facts);
  test("has its three stages, web last, from images that are named", () => {
    const stages = DockerfileParser.parse(text).getFROMs();
    expect(stages.map((from) => [from.getImage(), from.getBuildStage()])).toEqual([
      ["python:3.13-slim", "build"],
      ["nginx:1.30-alpine", "nginx"],
      ["python:3.13-slim", "web"],
    ]);
  });
  test("needs nothing that BuildKit of Docker 20.10 lacks", () => {
    expect(text).not.toMatch(/^# *syntax=|<<|--link|--start-interval|--exclude|--parents/m);
  });
  test("has numeric users, exec-form commands and health checks", () => {
    for (const name of ["nginx", "web"]) {
      expect(stage(text, name)).toMatch(/^USER \d+:\d+$/m);
      expect(stage(text, name)).toMatch(/^CMD \["/m);
      expect(stage(text, name)).toMatch(/^HEALTHCHECK .*\\\n {4}CMD \["(wget|python)"/m);
    }
  });
  test("copies the code after everything that takes time", () => {
    expect(stage(text, "web").split("COPY --chmod=755 . /app/")[1]).not.toContain("RUN");
  });
});

describe("how the dependencies get in", () => {
  const build = (facts: Partial<Project>, texts = {}) => stage(of(facts, texts), "build");
  test.each([
    { name: "requirements.txt", facts: {}, copy: "COPY requirements.txt ./", run: "pip install -r requirements.txt" },
    {
      name: "with includes",
      facts: { dependencyFiles: ["requirements/prod.txt", "requirements/base.txt", "constraints.txt"] },
      copy: "COPY requirements/prod.txt requirements/base.txt ./requirements/\nCOPY constraints.txt ./",
      run: "pip install -r requirements/prod.txt",
    },
    {
      name: "a name with a space",
      facts: { dependencyFiles: ["my app/requirements.txt"] },
      copy: 'COPY ["my app/requirements.txt", "./my app/"]',
      run: "pip install -r 'my app/requirements.txt'",
    },
    {
      name: "PEP 621",
      facts: { dependencyFiles: ["pyproject.toml"] },
      copy: "COPY pyproject.toml ./",
      run: "pip install -r /tmp/requirements.txt",
    },
    { name: "setup.py", facts: { dependencyFiles: ["setup.py"] }, copy: "COPY . .", run: "pip install -e ." },
    {
      name: "the project itself",
      facts: { dependencyFiles: ["requirements-editable.txt"] },
      copy: "COPY . .",
      run: "pip install -r requirements-editable.txt",
    },
    {
      name: "uv",
      facts: everyKind.uv ?? {},
      copy: "COPY uv.lock pyproject.toml ./",
      run: "/bin/uv sync --frozen --no-dev --no-install-project --active",
    },
    {
      name: "poetry without its lock",
      facts: everyKind.unlocked ?? {},
      copy: "# Without a poetry.lock, each build takes the newest versions that pyproject.toml allows: commit\n# one.\nCOPY pyproject.toml ./",
      run: "/bin/poetry install --only main --no-root --no-interaction",
    },
    {
      name: "poetry",
      facts: everyKind.poetry ?? {},
      copy: "COPY pyproject.toml poetry.lock ./",
      run: "/bin/poetry install --only main --no-root --no-interaction",
    },
    {
      name: "pdm",
      facts: everyKind.pdm ?? {},
      copy: "COPY pyproject.toml pdm.lock ./",
      run: "/bin/pdm sync --prod --no-self",
    },
    { name: "pipenv", facts: everyKind.pipenv ?? {}, copy: "COPY Pipfile Pipfile.lock ./", run: "/bin/pipenv sync" },
    {
      name: "nothing",
      facts: { packageManager: "none" as const, dependencyFiles: [], requirements: [] },
      copy: "",
      run: "pip install flask",
    },
  ])("$name", ({ facts, copy, run }) => {
    const text = build(facts);
    expect(text).toContain(copy);
    expect(text).toContain(run);
    expect(text).toContain("--mount=type=cache,target=/root/.cache/pip");
  });
  test("a pyproject.toml that computes its dependencies is built", () => {
    const dynamic = { "pyproject.toml": '[project]\nname = "a"\ndynamic = ["dependencies"]\n' };
    expect(build({ dependencyFiles: ["pyproject.toml"] }, dynamic)).toContain("pip install -e .");
  });
  test("a pyproject.toml below the root", () => {
    const nested = { "api/pyproject.toml": '[project]\nname = "a"\nversion = "1"\n' };
    expect(build({ dependencyFiles: ["api/pyproject.toml"] }, nested)).toContain("COPY api/pyproject.toml ./api/");
  });
  test("Gunicorn is added in a step of its own, so that hashes in the requirements stay valid", () => {
    expect(build({})).toMatch(/ {4}pip install "gunicorn>=23,<28"\n/);
    expect(build({ requirements: [{ name: "gunicorn", text: "gunicorn==20.1" }] })).not.toContain('"gunicorn');
  });
});

describe("what runs", () => {
  test.each([
    { target: "app:app", directory: ".", cmd: '["gunicorn", "--config", "gunicorn.conf.py", "app:app"]', home: "/app" },
    {
      target: 'shop:create_app("a")',
      directory: "services/api",
      cmd: '["gunicorn", "--config", "../../gunicorn.conf.py", "shop:create_app(\\"a\\")"]',
      home: "/app/services/api",
    },
  ])("$target in $directory", ({ target, directory, cmd, home }) => {
    const candidates = [
      { target, file: "", line: 1, score: 1, reason: "", workingDirectory: directory, pythonPath: "." },
    ];
    const text = of({ target, workingDirectory: directory, candidates });
    expect(text).toContain(`\nCMD ${cmd}\n`);
    expect(text).toContain(`WORKDIR ${home}\n`);
  });
  test("a src layout is on Python's path", () => {
    const [first] = blueprintOf().project.candidates;
    const candidates = first === undefined ? [] : [{ ...first, pythonPath: "src" }];
    expect(of({ pythonPath: "src", candidates })).toContain("PYTHONPATH=/app/src");
  });
  describe("the health check, as Python runs it", () => {
    /** The exit code of the command of `web`, at a server that answers so, and what it asked for. */
    async function check(healthPath: string | null, status: number | undefined) {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(`${request.url} ${request.headers.host?.split(":")[0]}`);
        if (status === undefined) request.socket.destroy();
        else response.writeHead(status).end("x");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const { port } = server.address() as AddressInfo;
        const command = /^HEALTHCHECK .*\\\n {4}CMD (.*)$/m.exec(stage(of({ healthPath }), "web"))?.[1] ?? "";
        const [, ...args]: string[] = JSON.parse(command.replaceAll("8000", String(port)));
        const child = spawn("python3", args, { stdio: "ignore" });
        const code = await new Promise((resolve) => child.once("close", resolve));
        return [code, ...asked];
      } finally {
        server.close();
      }
    }
    test.each([
      ["/healthz", 200, 0],
      ["/healthz", 302, 0],
      ["/healthz", 404, 1],
      ["/healthz", 503, 1],
      ["/healthz", undefined, 1],
      [null, 404, 0],
      [null, 500, 0],
      [null, undefined, 1],
      ["/it's/상태", 200, 0],
    ])("%s, answered with %s: %s", async (path, status, code) => {
      expect(await check(path, status)).toEqual([code, `${encodeURI(path ?? "/-/alive")} 127.0.0.1`]);
    });
  });
  test("the instance folder belongs to the app's user", () => {
    expect(of({ instanceFolder: "instance" })).toContain("RUN install -d -o 10001 -g 10001 /app/instance\n");
  });
  test("the answered Python is the image", () => {
    expect(of({}, {}, { python: "3.11" }).match(/python:3\.11-slim/g)).toHaveLength(2);
  });
  test("compilers stay behind", () => {
    const text = of({ requirements: [{ name: "psycopg2", text: "psycopg2" }] });
    expect(stage(text, "build")).toContain("gcc libc6-dev libpq-dev");
    expect(stage(text, "web")).toContain("--no-install-recommends libpq5");
    expect(stage(text, "web")).not.toContain("gcc");
  });
});

describe("compression of static files", () => {
  const staticFolders = [{ url: "/static", path: "static" }];
  test("once, in the image, and before the user that only reads them", () =>
    expect(stage(of({ staticFolders }, { "static/a.css": "" }), "nginx")).toMatch(
      /\nRUN find .* gzip .*\nUSER 101:101\n/s,
    ));
  test("none where there are no static files", () =>
    expect(stage(of({ staticFolders: [] }), "nginx")).not.toContain("RUN"));
});

describe("static files of odd names", () => {
  test.each([
    { path: "my shop/static", copy: '["my shop/static/", "/srv/static/"]' },
    { path: "가게/static", copy: "가게/static/ /srv/static/" },
  ])("$path", ({ path, copy }) => {
    const text = of({ staticFolders: [{ url: "/static", path }] }, { [`${path}/a.css`]: "" });
    expect(text).toContain(`COPY --chmod=755 ${copy}`);
  });
  test.each(["a$b", "a[b]", "a*", 'a"b'])("%s stays with Flask", (path) => {
    expect(of({ staticFolders: [{ url: "/static", path }] }, { [`${path}/a.css`]: "" })).not.toContain("/srv/");
  });
});
