import { describe, expect, test } from "vitest";
import { gunicornCatalog } from "../../../../server/src/languages/gunicorn/catalog/catalog";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { finalOf, givenOf } from "../../../../server/src/languages/gunicorn/configFile/given";
import { isGunicornFile } from "../../../../server/src/languages/gunicorn/configFile/isGunicornFile";
import { runConfigFile } from "../../../../server/src/languages/gunicorn/configFile/run";
import { pythonSource } from "../../../../server/src/languages/gunicorn/values/source";
import { makeConfigFile, slip } from "../../../gunicorn/mutate";
import { randomFrom } from "../../../random";

const run = (text: string, environment: Record<string, string> = {}, cpus = 4) =>
  runConfigFile(readConfigFile("gunicorn.conf.py", text), { environment: new Map(Object.entries(environment)), cpus });

/** What `x` is in the end, as Python writes it; "?" where that is not known. */
function x(text: string, environment?: Record<string, string>, cpus?: number): string {
  const value = run(text, environment, cpus).names.get("x")?.evaluated.value;
  return value ? pythonSource(value) : "?";
}

describe("a value is followed", () => {
  test.each<[string, string]>([
    ["import multiprocessing\nx = multiprocessing.cpu_count() * 2 + 1", "9"],
    ["from multiprocessing import cpu_count as count\nx = min(count(), 3)", "3"],
    ["import os\nx = len(os.sched_getaffinity(0))", "4"],
    ["import os\nx = os.cpu_count() or 1", "4"],
    ["import math, os\nx = math.ceil(os.cpu_count() / 3)", "2"],
    ['import os\nx = os.environ.get("A", "b")', '"b"'],
    ['from os import environ as env\nx = env.get("A") or 3', "3"],
    ['import os\nx = int(os.getenv("A", default="3"))', "3"],
    ['import os\nx = os.environ["A"]', "?"],
    ['import os\nos.environ.setdefault("A", "3")\nx = os.environ["A"]', '"3"'],
    ['import os\nos.environ["A"] = "3"\nx = os.getenv("A")', '"3"'],
    ['import os\nx = "A" in os.environ', "False"],
    ['port = 80\nx = f"0.0.0.0:{port}"', '"0.0.0.0:80"'],
    ['port = 80\nx = f"{port:>5}"', "?"],
    ["import os\nx = f\"a:{os.environ.get('PORT')}\"", "?"],
    ["x = 1\nx += 2", "3"],
    ["x = y = [1]\ny.append(2)", "[1, 2]"],
    ["x = [1]\ny = [x]\nx.append(2)\nx = y", "?"],
    ["x = [1]\nx.sort()", "?"],
    ["x = {}\nx['a'] = 1", "?"],
    ["x = [1]\nchange(x)", "?"],
    ["(x, y), z = (1, 2), 3", "?"],
    ["x, y = 1, 2", "1"],
    ["x: int = 3", "3"],
    ["x: int", "?"],
    ["x = 1 < 2 < 3", "?"],
    ["x = not 2 and None", "False"],
    ["x = not 2 and 0 or not 3 and 1 or 'a'", '"a"'],
    ["x = 1 and not 2 or 3", "3"],
    ["x = not not 1 and 5", "5"],
    ["x = not (2 and None)", "True"],
    ["x = 4 if not 1 and y else 5", "5"],
    ["x = 0o17 + 0x10", "31"],
    ["x = -7 // 2", "-4"],
    ["x = 1 / 0", "?"],
    ["x = int('a')", "?"],
    ["x = [i for i in range(3)]", "?"],
    ["if (x := 3): pass", "3"],
    ["def max(*a): pass\nx = max(1, 2)", "?"],
    ["def f():\n    global x\n    x = 2\nx = 1", "?"],
    ["x = 1\ndel x", "?"],
    ["x = 1\nfrom y import *", "?"],
    ["x = 1\nexec('x = 2')", "?"],
    ["x = 1\nglobals()['x'] = 2", "2"],
    ["x = 'a' 'b' f'{1}'", '"ab1"'],
    ["x = '%s:%d' % ('a', 2)", '"a:2"'],
    ["x = ','.join(['a', 'b']).split(',')", '["a", "b"]'],
  ])("%j", (text, expected) => {
    expect(x(text)).toBe(expected);
  });

  test("for the environment and the processors that are told", () => {
    expect(x('import os\nx = int(os.environ.get("A", 2)) * 2', { A: "5" })).toBe("10");
    expect(x("import os\nx = os.cpu_count()", {}, 16)).toBe("16");
    const evaluated = run('import os\nx = int(os.getenv("A") or os.cpu_count())').names.get("x")?.evaluated;
    expect(evaluated).toMatchObject({ variables: ["A"], cpus: true });
  });
});

describe("a branch", () => {
  test.each<[string, string]>([
    ["if unknown:\n    x = 1\nelse:\n    x = 2", "?"],
    ["if unknown:\n    x = 1\nelse:\n    x = 1", "1"],
    ["x = 1\nif unknown:\n    x = 2", "?"],
    ["x = 1\nif False:\n    x = 2", "1"],
    ["if 1 > 2:\n    x = 1\nelif 2 > 1:\n    x = 2\nelse:\n    x = 3", "2"],
    ['x = 1\nif __name__ == "__main__":\n    x = 2', "1"],
    ["try:\n    x = 1\nexcept E:\n    x = 2", "?"],
    ["try:\n    import y\nexcept E:\n    y = None\nx = 1", "1"],
    ["try:\n    pass\nfinally:\n    x = 1", "1"],
    ["x = 1\nfor i in y:\n    x = x + 1", "?"],
    ["with open(y) as f:\n    x = 1", "1"],
    ["match y:\n    case 1:\n        x = 1", "?"],
  ])("%j", (text, expected) => {
    expect(x(text)).toBe(expected);
  });

  test("that a variable decides is gone through as it is set", () => {
    const text = 'import os\nx = 1\nif os.environ.get("A") == "y":\n    x = 2';
    expect(x(text)).toBe("1");
    expect(x(text, { A: "y" })).toBe("2");
    expect(run(text).names.get("x")?.from).toHaveLength(2);
    expect(run('import os\nif os.environ.get("A"):\n    x = 2').names.get("x")?.unset).toBe(true);
  });
});

test("the settings of a file, where they are given and as they are left", () => {
  const text =
    'import os\nbind = "a"\nother = 1\nif os.path.exists("b"):\n    timeout = 3\ndef on_exit(server):\n    pass\n';
  const file = readConfigFile("gunicorn.conf.py", text);
  const followed = runConfigFile(file, { cpus: 1 });
  const given = givenOf(followed, gunicornCatalog());
  const words = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  expect(given.map(({ setting, conditional }) => [setting, conditional])).toEqual([
    ["bind", false],
    ["timeout", true],
    ["on_exit", false],
  ]);
  expect(given.map(({ name, value }) => [words(name), value && words(value)])).toEqual([
    ["bind", '"a"'],
    ["timeout", "3"],
    ["on_exit", undefined],
  ]);
  expect([...finalOf(file, followed, gunicornCatalog()).keys()]).toEqual(["bind", "timeout", "on_exit"]);
});

test("a changed file is read as a new one is", () => {
  const random = randomFrom(99);
  for (let i = 0; i < 30; i++) {
    let text = makeConfigFile("27.0.1", random).repeat(3);
    for (let k = 0; k < 8; k++) {
      const shape = (path: string) => readConfigFile(path, text).parts.map(({ part }) => part.tree.toString());
      expect(shape("same.py")).toEqual(shape(`${i}-${k}.py`));
      text = slip(text, random);
    }
  }
});

describe("which files configure Gunicorn", () => {
  test.each<[string, string, boolean]>([
    ["gunicorn.conf.py", "", true],
    ["deploy/gunicorn_conf.py", "", true],
    ["gunicorn_config.py", "", true],
    ["gunicorn-cfg.py", "", true],
    ["my_gunicorn.py", 'bind = "a"\n', true],
    ["gunicorn_prod.py", "def post_fork(server, worker):\n    pass\n", true],
    ["gunicorn.py", "", false],
    ["gunicorn_utils.py", "timeout = 3\nuser = 4\n", false],
    [
      "gunicorn_dev.py",
      '"""For a machine.\nreally: yes"""\nimport os\n\nTIMEOUT = 3\nreload = True\ntimeout: int = TIMEOUT\n',
      true,
    ],
    ["my-gunicorn.py", "threads = 2\nif True:\n    user = 'x'\nelse:\n    user = 'y'\n", true],
    ["gunicorn_dev.py", "timeout = 3\nretries = 2\n", false],
    ["gunicorn_dev.py", "import subprocess\ntimeout = 3\nsubprocess.run(['x'], timeout=timeout)\n", false],
    ["gunicorn_dev.py", "from flask import Flask\ntimeout = 3\n", false],
    ["gunicorn_dev.py", "timeout = 3\nif __name__ == '__main__':\n    main()\n", false],
    ["gunicorn_dev.py", "reload(timeout)\n", false],
    ["gunicorn_app.py", "from gunicorn.app.base import BaseApplication\nbind = 3\n", false],
    ["gunicorn_tests.py", "def test():\n    bind = 3\n", false],
    ["config.py", 'bind = "a"\n', false],
    ["gunicorn.conf", "", false],
  ])("%s %j", (path, text, expected) => {
    expect(isGunicornFile(path, text)).toBe(expected);
  });
});
