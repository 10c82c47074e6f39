import { describe, expect, test } from "vitest";
import { gunicornCatalog } from "../../../server/src/languages/gunicorn/catalog/catalog";
import { workerClass } from "../../../server/src/languages/gunicorn/effective";
import { type Gunicorn, readGunicorns } from "../../../server/src/project/gunicorns";
import { gunicornVersion } from "../../../server/src/project/gunicornVersion";
import { filesOf } from "./support";

/** A Gunicorn in short: where it starts, what it reads, what is set and by what. */
function short(gunicorn: Gunicorn): Record<string, unknown> {
  const { command, environment, file, settings } = gunicorn;
  const started = (command ?? environment)?.command;
  const set: Record<string, unknown> = {};
  for (const { setting, value, origin } of settings.values()) {
    if (origin !== "default") set[setting] = [origin, value && ("value" in value ? value.value : value.type)];
  }
  return {
    at:
      started === undefined
        ? undefined
        : `${started.path}${started.service === undefined ? "" : ` ${started.service}`}`,
    file,
    ...set,
  };
}

const project = (...entries: [string, string][]): readonly Gunicorn[] =>
  readGunicorns(filesOf(Object.fromEntries(entries)));

describe("every Gunicorn of a folder", () => {
  test("the default config file of the folder that it starts in", () => {
    const found = project(["Procfile", "web: gunicorn a:app -w 2"], ["gunicorn.conf.py", "workers = 4\ntimeout = 9\n"]);
    expect(found.map(short)).toEqual([
      { at: "Procfile web", file: "gunicorn.conf.py", workers: ["command", 2], timeout: ["file", 9] },
    ]);
    expect(found[0]?.settings.get("workers")?.overridden.map(({ origin, path }) => [origin, path])).toEqual([
      ["file", "gunicorn.conf.py"],
    ]);
  });

  test("a config file that an image has by a copy of its folder", () => {
    const found = project(
      ["backend/Dockerfile", 'FROM python\nWORKDIR /srv\nCOPY . .\nCMD ["gunicorn", "-c", "/srv/conf/g.py", "a:app"]'],
      ["backend/conf/g.py", "workers = 3\n"],
    );
    expect(found.map(short)).toEqual([
      {
        at: "backend/Dockerfile",
        file: "backend/conf/g.py",
        config: ["command", "/srv/conf/g.py"],
        workers: ["file", 3],
      },
    ]);
    expect(found[0]?.config).toEqual({ kind: "file", path: "backend/conf/g.py" });
  });

  test("a service runs the image's command with its own environment, as one Gunicorn", () => {
    const found = project(
      [
        "web/Dockerfile",
        "FROM python\nWORKDIR /app\nCOPY . /app\nENV GUNICORN_CMD_ARGS='-w 2 -t 5'\nCMD gunicorn a:app -t $T",
      ],
      ["web/gunicorn.conf.py", "import os\nthreads = int(os.environ.get('THREADS', 1))\n"],
      ["compose.yaml", "services:\n  web:\n    build: web\n    environment:\n      T: 7\n      THREADS: 6\n"],
    );
    expect(found.map(short)).toEqual([
      {
        at: "compose.yaml web",
        file: "web/gunicorn.conf.py",
        workers: ["environment", 2],
        timeout: ["command", 7],
        threads: ["file", 6],
      },
    ]);
    expect(workerClass(found[0]?.settings ?? new Map())).toBe("gthread");
  });

  test("a service with a command of its own is another one", () => {
    const found = project(
      ["Dockerfile", 'FROM python\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["gunicorn", "-w", "2"]\nCMD ["a:app"]'],
      ["compose.yaml", "services:\n  web:\n    build: .\n    command: b:app -t 3\n"],
    );
    expect(found.map(short)).toEqual([
      { at: "Dockerfile", workers: ["command", 2] },
      { at: "compose.yaml web", workers: ["command", 2], timeout: ["command", 3] },
    ]);
    expect(found.map(({ command }) => command?.targets.map(({ text }) => text))).toEqual([["a:app"], ["b:app"]]);
  });

  test("an entry point's script runs in the image", () => {
    const found = project(
      ["Dockerfile", 'FROM python\nWORKDIR /app\nENV W=3\nCOPY . .\nENTRYPOINT ["./docker/entry.sh"]'],
      ["docker/entry.sh", "#!/bin/sh\nexec gunicorn -w $W a:app\n"],
      ["gunicorn.conf.py", "timeout = 4"],
    );
    expect(found.map(short)).toEqual([
      { at: "docker/entry.sh", file: "gunicorn.conf.py", workers: ["command", 3], timeout: ["file", 4] },
    ]);
    expect(found[0]?.command?.command.inContainer).toBe(true);
  });

  test("env_file, variables that give defaults", () => {
    const found = project(
      ["compose.yaml", "services:\n  w:\n    image: x\n    env_file: web.env\n    command: gunicorn a:app\n"],
      ["web.env", "GUNICORN_CMD_ARGS='--timeout 8'\nWEB_CONCURRENCY=5\nPORT=81\nFORWARDED_ALLOW_IPS=*\n"],
    );
    const [gunicorn] = found;
    expect(found).toHaveLength(1);
    expect(gunicorn?.settings.get("timeout")).toMatchObject({
      origin: "environment",
      given: { path: "web.env" },
      value: { value: 8 },
    });
    expect(gunicorn?.settings.get("workers")).toMatchObject({ origin: "default", value: { value: 5 } });
    expect(gunicorn?.settings.get("bind")?.value).toEqual({
      type: "list",
      items: [{ type: "str", value: "0.0.0.0:81" }],
    });
    expect(gunicorn?.settings.get("forwarded_allow_ips")?.value).toEqual({
      type: "list",
      items: [{ type: "str", value: "*" }],
    });
  });

  test("a config file that no command names, and arguments that none is known to get, stand alone", () => {
    const found = project(["gunicorn.conf.py", "workers = 2\n"], [".env", "GUNICORN_CMD_ARGS=-w3\n"]);
    expect(found.map(short)).toEqual([{ at: ".env", file: "gunicorn.conf.py", workers: ["environment", 3] }]);
    expect(project(["deploy/gunicorn_conf.py", "workers = 2\n"]).map(short)).toEqual([
      { at: undefined, file: "deploy/gunicorn_conf.py", workers: ["file", 2] },
    ]);
  });

  test.each<[string, string, [string, string][], unknown]>([
    ["file:", "web: gunicorn -c file:x/c.py a", [["x/c.py", ""]], { kind: "file", path: "x/c.py" }],
    ["python:", "web: gunicorn -c python:pkg.conf a", [["pkg/conf.py", ""]], { kind: "file", path: "pkg/conf.py" }],
    ["an installed module", "web: gunicorn -c python:pkg.conf a", [], { kind: "unknown" }],
    ["not there", "web: gunicorn -c c.py a", [], { kind: "missing", path: "c.py" }],
    ["--chdir comes later", "web: gunicorn --chdir x -c c.py a", [["x/c.py", ""]], { kind: "missing", path: "c.py" }],
    ["outside", "web: gunicorn -c /etc/c.py a", [], { kind: "unknown" }],
    [
      "outside, but one of that name is here",
      "web: gunicorn -c /etc/c.py a",
      [["d/c.py", ""]],
      { kind: "file", path: "d/c.py" },
    ],
    ["after cd", "web: cd x && gunicorn -c c.py a", [["x/c.py", ""]], { kind: "file", path: "x/c.py" }],
    ["a variable", "web: gunicorn -c $CONF a", [["gunicorn.conf.py", ""]], { kind: "unknown" }],
    ["none", "web: gunicorn a", [], { kind: "none" }],
  ])("config file: %s", (_, procfile, entries, expected) => {
    expect(project(["Procfile", procfile], ...entries)[0]?.config).toMatchObject(expected as object);
  });
});

describe("a unit of systemd", () => {
  const root = filesOf({}).root;
  const unit = (lines: string, start = "/srv/bin/gunicorn a:app"): [string, string] => [
    "deploy/web.service",
    `[Service]\n${lines}\nExecStart=${start}\n`,
  ];
  test("starts in its folder", () => {
    const conf: [string, string] = ["backend/gunicorn.conf.py", "workers = 2\n"];
    const [own] = project(unit(`WorkingDirectory=${root}/backend`), conf);
    expect(own?.config).toEqual({ kind: "file", path: "backend/gunicorn.conf.py" });
    expect(own?.command?.command.directory).toBe("backend");
    const [absolute] = project(unit("", `/x/gunicorn -c ${root}/backend/gunicorn.conf.py a:app`), conf);
    expect(absolute?.file).toBe("backend/gunicorn.conf.py");
    const [missing] = project(unit(`WorkingDirectory=${root}/backend`, "/x/gunicorn -c g.py a:app"), conf);
    expect(missing?.config).toMatchObject({ kind: "missing", path: "backend/g.py" });
    const [elsewhere] = project(unit("WorkingDirectory=/srv/app"), conf);
    expect(elsewhere?.command?.command.directory).toBeUndefined();
  });

  test("has the variables of its files over its own", () => {
    const lines = `Environment=W=2 GUNICORN_CMD_ARGS=--threads=2\nEnvironmentFile=-${root}/deploy/web.env`;
    const file: [string, string] = ["deploy/web.env", 'W=5\nGUNICORN_CMD_ARGS="--threads=7"\n'];
    const found = project(unit(lines, "/srv/bin/gunicorn -w ${W} a:app"), file);
    const { command, settings } = found.find((each) => each.command !== undefined) ?? {};
    expect(command?.command.environment.get("W")).toBe("5");
    expect(settings?.get("workers")?.value).toMatchObject({ value: 5 });
    expect(settings?.get("threads")).toMatchObject({ origin: "environment", value: { value: 7 } });
  });
});

describe("the release that a project uses", () => {
  const poetry = '[tool.poetry]\nname="x"\n[tool.poetry.dependencies]\nflask="*"\n';
  const environment = (library: string, version: string): [string, string][] => [
    [`${library.split("/")[0]}/pyvenv.cfg`, "home = /usr/bin\n"],
    [`${library}/site-packages/gunicorn-${version}.dist-info/METADATA`, `Name: gunicorn\nVersion: ${version}\n`],
  ];
  test.each<[string, [string, string][], string, string | undefined]>([
    ["a pin", [["requirements.txt", "flask\ngunicorn==20.0.4\n"]], "20.0.4", "requirements.txt"],
    ["a range", [["requirements.txt", "gunicorn>=20,<22"]], "21.2.0", "requirements.txt"],
    ["compatible", [["requirements.txt", "gunicorn~=23.0"]], "23.0.0", "requirements.txt"],
    ["any", [["requirements.txt", "gunicorn"]], gunicornCatalog().release, undefined],
    [
      "uv.lock",
      [
        ["pyproject.toml", '[project]\nname="x"\ndependencies=["gunicorn"]'],
        [
          "uv.lock",
          '[[package]]\nname = "flask"\nversion = "3.0"\n\n[[package]]\nname = "gunicorn"\nversion = "22.0.0"\n',
        ],
      ],
      "22.0.0",
      "uv.lock",
    ],
    [
      "Pipfile.lock",
      [["Pipfile.lock", '{"default": {"gunicorn": {"hashes": [], "version": "==21.2.0"}}}']],
      "21.2.0",
      "Pipfile.lock",
    ],
    [
      "poetry's caret",
      [["pyproject.toml", '[tool.poetry]\nname="x"\n[tool.poetry.dependencies]\nflask="*"\ngunicorn="^20.0"']],
      "20.1.0",
      "pyproject.toml",
    ],
    ["poetry's tilde", [["pyproject.toml", `${poetry}gunicorn="~20.0"`]], "20.0.4", "pyproject.toml"],
    [
      "constraints",
      [
        ["requirements.txt", "-c constraints.txt\nflask\ngunicorn\n"],
        ["constraints.txt", "gunicorn==20.1.0  # as before\n"],
      ],
      "20.1.0",
      "constraints.txt",
    ],
    [
      "constraints that only limit",
      [
        ["requirements.txt", "-c constraints.txt\ngunicorn>=20\n"],
        ["constraints.txt", "gunicorn<21\n"],
      ],
      "20.1.0",
      "requirements.txt",
    ],
    [
      "what is installed",
      [["requirements.txt", "gunicorn>=20\n"], ...environment(".venv/lib/python3.12", "22.0.0")],
      "22.0.0",
      ".venv/lib/python3.12/site-packages/gunicorn-22.0.0.dist-info/METADATA",
    ],
    [
      "what is installed on Windows",
      environment("venv/Lib", "23.0.0"),
      "23.0.0",
      "venv/Lib/site-packages/gunicorn-23.0.0.dist-info/METADATA",
    ],
    [
      "a pin before what is installed",
      [["requirements.txt", "gunicorn==20.0.4\n"], ...environment(".venv/lib/python3.12", "22.0.0")],
      "20.0.4",
      "requirements.txt",
    ],
    [
      "a folder that is no environment",
      [["env/lib/python3.12/site-packages/gunicorn-22.0.0.dist-info/METADATA", ""]],
      gunicornCatalog().release,
      undefined,
    ],
    ["nothing", [], gunicornCatalog().release, undefined],
  ])("%s", (_, entries, version, source) => {
    const files = filesOf(Object.fromEntries(entries));
    expect(gunicornVersion(files, ".", gunicornCatalog())).toEqual({ version, source });
  });

  test.each<[string, [string, string][], string | undefined]>([
    ["the pin of a neighbour is not its own", [["c/requirements.txt", "flask\ngunicorn\n"]], undefined],
    ["its own pin", [["c/requirements.txt", "gunicorn==23.0.0\n"]], "23.0.0"],
    ["a pin above", [["requirements.txt", "gunicorn==22.0.0\n"]], "22.0.0"],
    [
      "an unpinned one is nearer than a pin above",
      [
        ["Dockerfile", "FROM python\nRUN pip install gunicorn==22.0.0\n"],
        ["c/requirements.txt", "gunicorn\n"],
      ],
      undefined,
    ],
    ["in a folder of requirements", [["c/requirements/production.txt", "flask\ngunicorn\n"]], undefined],
    ["nothing else says anything", [], "20.1.0"],
  ])("beside another project: %s", (_, entries, version) => {
    const own = project(
      ["a/Dockerfile", 'FROM python\nRUN pip install "gunicorn==20.1.0"\nCMD gunicorn a:app\n'],
      ["c/Dockerfile", "FROM python\nCOPY . .\nCMD gunicorn c:app\n"],
      ...entries,
    ).find(({ command }) => command?.command.path === "c/Dockerfile");
    expect(own?.versionSource === undefined ? undefined : own.version).toBe(version);
  });

  test("a Dockerfile's pin beside requirements without one", () => {
    const [gunicorn] = project(
      ["c/requirements.txt", "gunicorn\n"],
      ["c/Dockerfile", "FROM python\nRUN pip install gunicorn==21.2.0\nCMD gunicorn c:app\n"],
    );
    expect(gunicorn).toMatchObject({ version: "21.2.0", versionSource: "c/Dockerfile" });
  });

  test("an image has nothing of this machine's environment", () => {
    const found = project(
      ["Dockerfile", "FROM python\nRUN pip install gunicorn\nCMD gunicorn a:app\n"],
      ["Procfile", "web: gunicorn a:app\n"],
      ...environment(".venv/lib/python3.12", "22.0.0"),
    );
    expect(found.map(({ command, version }) => [command?.command.path, version])).toEqual([
      ["Dockerfile", gunicornCatalog().release],
      ["Procfile", "22.0.0"],
    ]);
  });

  test("what the Dockerfile installs", () => {
    const [gunicorn] = project([
      "Dockerfile",
      "FROM python\nRUN pip install flask gunicorn==19.9.0\nCMD gunicorn a:app",
    ]);
    expect(gunicorn).toMatchObject({ version: "19.9.0", versionSource: "Dockerfile" });
    expect(gunicorn?.catalog.release).toBe("19.10.0");
  });
});
