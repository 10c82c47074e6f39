import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compose, docker, type Session, startSession } from "./support";

let session: Session;
beforeEach(async () => {
  session = await startSession();
});
afterEach(() => session.end());

describe("refactorings", () => {
  const titles = (all: readonly { readonly title: string }[]): string[] => all.map(({ title }) => title);

  test.each([
    [
      "Dockerfile",
      docker('CMD ["gunicorn", "--wo|rkers", "5", "--bind=0.0.0.0:80", "--preload", "app:app"]'),
      'CMD ["gunicorn", "app:app"]',
    ],
    [
      "Dockerfile",
      docker("CMD gunicorn -w |5 \\\n    --bind 0.0.0.0:80 \\\n    --preload app:app"),
      "CMD gunicorn app:app",
    ],
    [
      "compose.yaml",
      compose('    command: ["gunicorn", "-w", "5", "-b|", "0.0.0.0:80", "--preload", "app:app"]'),
      'command: ["gunicorn", "app:app"]',
    ],
    [
      "compose.yaml",
      compose(
        '    command:\n      - gunicorn\n      - -w|\n      - "5"\n      - --bind=0.0.0.0:80\n      - --preload\n      - app:app',
      ),
      "    command:\n      - gunicorn\n      - app:app\n",
    ],
    ["Procfile", "web: gunicorn app:app -w |5 --bind 0.0.0.0:80 --preload\n", "web: gunicorn app:app\n"],
    [".env", "GUNICORN_CMD_ARGS=-w |5 --bind 0.0.0.0:80 --preload\n", "GUNICORN_CMD_ARGS="],
    [
      "shop.service",
      "[Service]\nExecStart=/bin/gunicorn -w |5 --bind 0.0.0.0:80 --preload app:app\n",
      "ExecStart=/bin/gunicorn app:app\n",
    ],
    ["run.sh", "exec gunicorn -w |5 --bind 0.0.0.0:80 --preload app:app\n", "exec gunicorn app:app\n"],
  ])("options of %s move into the file", async (path, source, left) => {
    session.write("gunicorn.conf.py", "# how many\nworkers = 2\nloglevel = 'info'\n");
    const [move] = await session.actions(path, source, ["refactor"]);
    expect(move?.title).toBe("Move bind, workers, preload_app into gunicorn.conf.py");
    expect(session.edited(path, move?.edit)).toContain(left);
    const config = session.edited("gunicorn.conf.py", move?.edit);
    expect(config).toContain("# how many\nworkers = 5\n");
    expect(config).toContain('bind = "0.0.0.0:80"\n');
    expect(config).toContain("preload_app = True\n");
    expect(config).toContain("loglevel = 'info'\n");
  });

  test("a config file is made where there is none", async () => {
    const [move] = await session.actions("Procfile", "web: gunicorn -w |5 -b :80 -b :81 app:app\n");
    expect(session.edited("gunicorn.conf.py", move?.edit)).toBe('bind = [":80", ":81"]\nworkers = 5\n');
  });

  test("what is read from a variable stays", async () => {
    session.write("gunicorn.conf.py", "");
    const source = "exec gunicorn -w |2 --bind 0.0.0.0:$PORT app:app\n";
    const [move] = await session.actions("run.sh", source);
    expect(session.edited("run.sh", move?.edit)).toBe("exec gunicorn --bind 0.0.0.0:$PORT app:app\n");
    expect(session.edited("gunicorn.conf.py", move?.edit)).toBe("workers = 2\n");
    expect(await session.actions("run.sh", "exec gunicorn --bind 0.0.0.0:$PORT| app:app\n")).toEqual([]);
  });

  const args = (words: string): string => `services:\n  web:\n    image: x\n    working_dir: /srv\n${words}`;

  test.each<[what: string, path: string, source: string, beside: Record<string, string>, settings: string | undefined]>(
    [
      ["below the variable", "run.sh", "GUNICORN_CMD_ARGS='-w 3' gunicorn -w |5 app:app\n", {}, undefined],
      ["the others go", "run.sh", "GUNICORN_CMD_ARGS='-w 3' gunicorn -w |5 -t 9 app:app\n", {}, "timeout"],
      ["another in the variable", "run.sh", "GUNICORN_CMD_ARGS='-t 9' gunicorn -w |5 app:app\n", {}, "workers"],
      ["a default below the file", "run.sh", "WEB_CONCURRENCY=3 gunicorn -w |5 app:app\n", {}, "workers"],
      [
        "a variable alone",
        "Procfile",
        "web: gunicorn -w |5 -t 9 app:app\n",
        { ".env": "GUNICORN_CMD_ARGS=-w 3\n" },
        "timeout",
      ],
      [
        "what is overridden",
        "compose.yaml",
        args("    environment:\n      GUNICORN_CMD_ARGS: -w |3 -t 9\n    command: gunicorn -w 5 app:app\n"),
        {},
        "workers, timeout",
      ],
      ["two that read it", "Procfile", "web: gunicorn -w |5 app:app\nadmin: gunicorn admin:app\n", {}, undefined],
      [
        "two that set it",
        "Procfile",
        "web: gunicorn -w |5 -t 9 app:app\nadmin: gunicorn -w 2 admin:app\n",
        {},
        "workers",
      ],
      [
        "by the variable",
        "run.sh",
        "gunicorn -w |5 app:app &\nGUNICORN_CMD_ARGS='-w 2' gunicorn admin:app\n",
        {},
        "workers",
      ],
      [
        "one with its own file",
        "Procfile",
        "web: gunicorn -w |5 app:app\nadmin: gunicorn -c admin.py admin:app\n",
        { "admin.py": "workers = 1\n" },
        "workers",
      ],
      ["in another file", "Procfile", "web: gunicorn -w |5 app:app\n", { "run.sh": "gunicorn admin:app\n" }, undefined],
      [
        "in another folder",
        "Procfile",
        "web: gunicorn -w |5 app:app\n",
        { "admin/Procfile": "web: gunicorn admin:app\n" },
        "workers",
      ],
    ],
  )("what runs stays the same: %s", async (_, path, source, beside, settings) => {
    for (const [name, text] of Object.entries(beside)) session.write(name, text);
    session.write("gunicorn.conf.py", "loglevel = 'info'\n");
    const move = settings === undefined ? [] : [`Move ${settings} into gunicorn.conf.py`];
    expect(titles(await session.actions(path, source, ["refactor"]))).toEqual(move);
  });

  test.each([
    ["", 1],
    ["admin: gunicorn -w 2 admin:app\n", 1],
    ["admin: gunicorn admin:app\n", 0],
    ["admin: bash scripts/run.sh\n", 0],
  ])("no file is made that others would read: %j", async (admin, count) => {
    session.write("scripts/run.sh", admin.includes("run.sh") ? "exec gunicorn admin:app\n" : "");
    expect(await session.actions("Procfile", `web: gunicorn -w |5 app:app\n${admin}`)).toHaveLength(count);
  });

  test("a setting is added with its comment, beside those of its section", async () => {
    const source = "bind = ':80'\nwor|kers = 2\nloglevel = 'info'\n";
    const all = await session.actions("gunicorn.conf.py", source);
    expect(titles(all)).toContain('Add "threads" with its comment');
    expect(titles(all)).not.toContain('Add "workers" with its comment');
    expect(titles(all)).not.toContain('Add "accesslog" with its comment');
    const added = session.edited("gunicorn.conf.py", all.find(({ title }) => title.includes('"threads"'))?.edit);
    expect(added).toBe(
      "bind = ':80'\nworkers = 2\n# Requests that one worker answers at once.\nthreads = 4\nloglevel = 'info'\n",
    );
  });

  test("the file is sorted by section", async () => {
    const source = "# loud\nloglevel = 'info'\n|\nworkers = 2\nbind = ':80'\n";
    const sort = (await session.actions("gunicorn.conf.py", source)).find(({ title }) => title.startsWith("Sort"));
    expect(session.edited("gunicorn.conf.py", sort?.edit)).toBe(
      "bind = ':80'\n\nworkers = 2\n# loud\nloglevel = 'info'\n",
    );
    const sorted = await session.actions("gunicorn.conf.py", "bind = ''\nworkers = 2|\n");
    expect(titles(sorted).filter((title) => title.startsWith("Sort"))).toEqual([]);
  });

  test("nothing is offered beside Gunicorn", async () => {
    expect(await session.actions("app.py", "workers| = 2\n")).toEqual([]);
    expect(await session.actions("Dockerfile", docker("RUN pip| install gunicorn"))).toEqual([]);
  });
});

describe("a config file that only a command names", () => {
  test("is one from then on", async () => {
    session.write("Procfile", "web: gunicorn -c conf/web.py app:app\n");
    session.write("conf/web.py", "timeout = 120\n");
    expect(await session.hints("conf/web.py", "timeout = 120\n")).toEqual([]);
    await session.open("Procfile", "web: gunicorn -c conf/web.py app:app\n");
    await expect.poll(() => session.hints("conf/web.py", "timeout = 120\n")).toEqual(["0: 2 min"]);
  });
});
