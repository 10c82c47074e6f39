import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Answer, gunicornsToCompare } from "../../gunicorn/judge";
import { findingsOf } from "./support";

const gunicorns = await gunicornsToCompare();
const compared = describe.skipIf(!gunicorns);

/** What a module may be made of. */
const modules: readonly string[] = [
  "",
  "app = id\n",
  "application = id\n",
  "import os\napp = application = id\n",
  "def create_app():\n    app = id\n    return app\n",
  "def create_app(name):\n    return id\n",
  "def create_app(name=1, *more, key=2):\n    return id\n",
  "def create_app(*, key):\n    return id\n",
  "def make():\n    return id\n\nif __name__ == '__main__':\n    app = make()\n",
  "if __name__ != '__main__':\n    app = id\n",
  "try:\n    from none import app\nexcept ImportError:\n    app = id\n",
  "for app in [id]:\n    pass\n",
  "app, create_app = id, lambda: id\n",
  "[app, *rest] = [id, 1]\n",
  "id(app := id)\n",
  "globals()['app'] = id\n",
  "import sys\nsetattr(sys.modules[__name__], 'app', id)\n",
  "def __getattr__(name):\n    return lambda: id\n",
  "def init():\n    global app\n    app = id\n\ninit()\n",
  "class app:\n    pass\n",
  "from other import *\n",
  "from other import thing as app\n",
  "from pkg import *\n",
  "from pkg.part import app as application\n",
  "app: object = id\n",
  "app: object\n",
  "match [id]:\n    case [app]:\n        pass\n",
  "from contextlib import nullcontext\nwith nullcontext(id) as app:\n    pass\n",
  "import pkg.part as app\napp = app.app\n",
  "async def app(scope, receive, send):\n    pass\n",
];

const targets = [
  ...["app:app", "app", "app:application", "'app:create_app()'", "\"app:create_app('x')\"", "ap:app", "app:ap"],
  ...["app.part:app", "pkg:app", "pkg.part:app", "pkg:part", "pkg.none:app", "pkg", "space.part:app"],
];

/** What lies beside it. */
const around = {
  "other.py": "thing = id\napp = id\n",
  "pkg/__init__.py": "from .part import app\n",
  "pkg/part.py": "app = id\n",
  "space/part.py": "app = id\n",
  "requirements.txt": "gunicorn\nflask\n",
};

compared.each(gunicorns?.releases.slice(-1) ?? [""])("what Gunicorn %s serves", (release) => {
  test("is found and not found alike, and what it takes has no error", () => {
    const projects = modules.map((module) => ({ ...around, "app.py": module }));
    const answers = ask(
      release,
      projects.flatMap((texts) => targets.map((it) => [it.replace(/^['"](.*)['"]$/, "$1"), texts] as const)),
    );
    const falseAlarms: string[] = [];
    const missed: string[] = [];
    projects.forEach((texts, index) => {
      const lines = targets.map((target, at) => `p${at}: gunicorn ${target}\n`);
      const project = { ...texts, "requirements.txt": `gunicorn==${release}\n`, Procfile: lines.join("") };
      const found = findingsOf(project).filter(({ code }) => /app-not-found|factory-call/.test(code));
      let start = 0;
      lines.forEach((line, at) => {
        const told = found.filter((it) => it.start >= start && it.end <= start + line.length);
        start += line.length;
        const [taken, said] = answers[index * targets.length + at] ?? [];
        const shown = `${line}${texts["app.py"]}${said} | ${told.map(({ message }) => message).join()}`;
        if (taken && told.some(({ severity, code }) => severity === "error" || code === "gunicorn-app-not-found"))
          falseAlarms.push(shown);
        if (!taken && told.length === 0) missed.push(shown);
      });
    });
    const refused = answers.filter(([taken]) => !taken).length;
    console.info(
      `Gunicorn ${release}: ${answers.length} targets, ${refused} refused, ${missed.length} of them not told`,
    );
    if (process.env.FLASK_STACK_SHOW) console.info([...falseAlarms, ...missed].join("\n----------\n"));
    expect(falseAlarms).toEqual([]);
    expect(missed.length / refused).toBeLessThan(0.06);
  });
});

function ask(release: string, questions: readonly (readonly [string, object])[]): readonly Answer[] {
  const { python = "", folders = {} } = gunicorns ?? {};
  const script = fileURLToPath(new URL("../../gunicorn/importApp.py", import.meta.url));
  const run = spawnSync(python, [script, folders[release] ?? ""], {
    input: JSON.stringify(questions),
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`Gunicorn ${release} could not be asked: ${run.stderr.slice(-2000)}`);
  return JSON.parse(run.stdout) as Answer[];
}
