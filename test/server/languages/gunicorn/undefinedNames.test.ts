import { describe, expect, test } from "vitest";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { checkConfigFile } from "../../../../server/src/languages/gunicorn/diagnostics/check";

/** What is underlined of each name, and the text after the fix of the first. */
function told(text: string): { readonly names: readonly string[]; readonly fixed?: string } {
  const findings = checkConfigFile(readConfigFile("gunicorn.conf.py", text), { cpus: 2 }).filter(
    ({ code }) => code === "gunicorn-undefined-name",
  );
  const names = findings.map(({ start, end, severity }) => `${severity} ${text.slice(start, end)}`);
  const edit = findings[0]?.fixes?.[0]?.edits[0];
  return edit ? { names, fixed: text.slice(0, edit.start) + edit.text + text.slice(edit.end) } : { names };
}

test.each<[string, number]>([
  ['workers = int("x")', 1],
  ['workers = int("2") + int("")', 1],
  ["workers = int(' 1_0 ')", 0],
  ['workers = int("ff", 16)', 0],
  ['try:\n  workers = int("x")\nexcept ValueError:\n  workers = 2', 0],
  ['def f():\n  return int("x")', 0],
  ['def int(x):\n  return 2\nworkers = int("x")', 0],
])("what int() cannot read: %j", (text, count) => {
  const findings = checkConfigFile(readConfigFile("gunicorn.conf.py", text), { cpus: 2 });
  expect(findings.filter(({ code }) => code === "gunicorn-invalid-value")).toHaveLength(count);
});

describe("names that nothing gives a value", () => {
  test.each<[string, string, string, string?]>([
    [
      "a module",
      "# why\nworkers = multiprocessing.cpu_count() * 2\n",
      "multiprocessing",
      "# why\nimport multiprocessing\nworkers = multiprocessing.cpu_count() * 2\n",
    ],
    ["a module in a call", 'workers = int(os.getenv("W", "2"))', "os", 'import os\nworkers = int(os.getenv("W", "2"))'],
    ["a constant of another language", "preload_app = true", "true", "preload_app = True"],
    ["none of any language", "bind = null", "null", "bind = None"],
    ["a name", "workers = count + 1", "count"],
    ["a name in a text", 'bind = f"0.0.0.0:{port}"', "port"],
    ["a name in a list", "bind = [address]", "address"],
    ["the left of two", "workers = count or 3", "count"],
  ])("%s", (_name, text, name, fixed) => {
    expect(told(text)).toEqual({ names: [`error ${name}`], ...(fixed === undefined ? {} : { fixed }) });
  });

  test.each<[string, string]>([
    ["imported", "import multiprocessing\nworkers = multiprocessing.cpu_count()"],
    ["imported by another name", "import multiprocessing as mp\nworkers = mp.cpu_count()"],
    ["imported where it may be", "try:\n  import os\nexcept ImportError:\n  pass\nworkers = os.cpu_count()"],
    ["imported with all", "from os import *\nworkers = cpu_count()"],
    ["of Python's own", "workers = max(2, len(__file__))\nx = WindowsError"],
    ["made as it runs", 'globals()["count"] = 3\nworkers = count'],
    ["executed", 'exec("count = 3")\nworkers = count'],
    ["in a branch", "if debug:\n  x = 1"],
    ["in a branch that may not be", "try:\n  workers = count\nexcept NameError:\n  workers = 2"],
    ["in a function", "def when_ready(server):\n  os.kill(1, 2)"],
    ["in a function of one line", "def f(): return os\nwhen_ready = lambda server: os"],
    ["a variable of a comprehension", "bind = [f'0.0.0.0:{p}' for p in (1, 2)]"],
    ["a variable of a generator", "workers = max(n for n in (1, 2))"],
    ["a variable of a loop", "for n in (1, 2):\n  pass\nworkers = n"],
    ["a variable of a with", "with open('x') as f:\n  x = 1\nx = f"],
    ["given on the way", "print(n := 2)\nworkers = n"],
    ["given by a function", "def f():\n  global n\n  n = 2\nf()\nworkers = n"],
    ["an argument's name", "x = dict(count=2)"],
    ["a property", "import os\nx = os.count"],
    ["behind or", "workers = 2 or count"],
    ["either", "workers = 2 if True else count"],
    ["in an annotation", "workers: Count = 2"],
    ["given later, and read before", "x = count\ncount = 2"],
    ["in a file that Python cannot read", "x = (\nworkers = count"],
  ])("not one that is %s", (_name, text) => {
    expect(told(text).names).toEqual([]);
  });
});
