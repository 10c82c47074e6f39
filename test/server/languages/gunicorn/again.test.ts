import { expect, test, vi } from "vitest";
import type { ConfigRun } from "../../../../server/src/languages/gunicorn/configFile/file";
import { randomFrom } from "../../../gunicorn/mutate";

/** With blocks, a class, and what an edit may join or part. */
const blocks = `import os

class Site:
    """What is
    served."""
    ports = [80,
        443]

    def bind(self):
        return self.ports

if os.environ.get("A"):
    workers = 1
# Of several.
else:
    workers = 2

def post_fork(server, worker):
    """Says so."""
    if worker:
        pass

timeout = 30
try:
    import x
except ImportError:
    threads = 2
`;
const typed = [
  "x",
  "=",
  "\n",
  "    ",
  "(",
  ")",
  "[",
  '"',
  '"""',
  "#",
  ":",
  "if a:\n",
  "else:\n",
  "    pass\n",
  "@d\n",
  "{",
];

test("a file after any keys in it is parsed as one that is read for the first time", async () => {
  const { parse } = await import("../../../../server/src/languages/gunicorn/configFile/parse");
  const random = randomFrom(5);
  const pick = (most: number) => Math.floor(random() * most);
  let files = 0;
  for (let sequence = 0; sequence < 60; sequence++) {
    let text = blocks;
    for (let key = 0; key < 12; key++) {
      const at = pick(text.length + 1);
      // Every third key takes back what was typed.
      text = key % 3 === 2 ? blocks : text.slice(0, at) + typed[pick(typed.length)] + text.slice(at + pick(4));
      const shape = (path: string) => {
        const nodes: string[] = [];
        parse(path, text).tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from} ${to}`) });
        return nodes;
      };
      expect(shape("same"), text).toEqual(shape(`new ${files++}`));
    }
  }
  expect(files).toBe(720);
});

type Reads = (path: string, text: string, cpus?: number, environment?: [string, string][]) => ConfigRun;

/** The reader with nothing remembered. */
async function fresh(): Promise<Reads> {
  vi.resetModules();
  const { readConfigFile } = await import("../../../../server/src/languages/gunicorn/configFile/file");
  const { runConfigFile } = await import("../../../../server/src/languages/gunicorn/configFile/run");
  return (path, text, cpus = 2, environment = []) =>
    runConfigFile(readConfigFile(path, text), { cpus, environment: new Map(environment) });
}

const start = `import os, multiprocessing
from os import environ as env
cores = multiprocessing.cpu_count()
workers = int(os.environ.get("WORKERS", cores * 2 + 1))
threads = env.get("THREADS") or 4
bind = []
raw_env = []
bind.append(f"0.0.0.0:{workers}")
names = raw_env
if threads == 4:
    raw_env.extend(["A=1"])
    timeout = workers * 10
else:
    timeout = 30
x, y = cores, [cores]
y += [1]
graceful_timeout = (n := 3) + len(names)
secure_scheme_headers = {"X": "https"}
`;

/** What a person types, one after another. */
const edits: [string, string][] = [
  ["cores * 2", "cores * 3"],
  ["bind = []", "bind = [1]"],
  ["raw_env = []", "raw_env = bind"],
  ["import os, multiprocessing", "import os, multiprocessing # both"],
  ["cores = multiprocessing.cpu_count()", "cores = 3"],
  ["import os,", "import os as o,"],
  ["import os as o,", "import os,"],
  ["names = raw_env", "names = []"],
  ["names = []", "os.environ['WORKERS'] = '7'"],
  ["workers = int(", "os.environ.setdefault('WORKERS', '8')\nworkers = int("],
  ["threads == 4", "threads == 5"],
  ["(n := 3)", "(n := 4)"],
  ["timeout = 30", "timeout = n"],
  ["y += [1]", "exec(y)"],
  ["x, y = cores, [cores]", "x, y = y, x"],
  ["from os import environ as env", "from my import environ as env"],
  ["bind = [1]", "bind = [\n1"],
  ["bind = [\n1", "bind = []\nother = []"],
];

test("what a file comes to after keys in it is what it comes to for one who reads it for the first time", async () => {
  const reads = await fresh();
  let text = start;
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
    const first = await fresh();
    for (const [cpus, environment] of [
      [2, []],
      [8, [["WORKERS", "9"]]],
    ] as [number, [string, string][]][]) {
      expect(reads("gunicorn.conf.py", text, cpus, environment), to).toEqual(
        first("gunicorn.conf.py", text, cpus, environment),
      );
    }
  }
});

test("two lists that are written alike are two lists", async () => {
  const reads = await fresh();
  const value = (text: string, name: string) => reads("c.py", text).names.get(name)?.evaluated.value;
  for (const first of ["1", "2"]) {
    const text = `bind = []\nraw_env = []\nbind.append(${first})\n`;
    expect(value(text, "raw_env")).toEqual({ type: "list", items: [] });
    expect(value(text, "bind")).toMatchObject({ items: [{ value: Number(first) }] });
  }
  // And two names of one list are one.
  expect(value("bind = []\nraw_env = bind\nbind.append(3)\n", "raw_env")).toMatchObject({ items: [{ value: 3 }] });
});

test("the same file in another folder, with another environment, is another", async () => {
  const reads = await fresh();
  const text = 'import os\nworkers = int(os.environ.get("N", 1))\n';
  const workers = (environment: [string, string][], cpus = 2) =>
    reads("c.py", text, cpus, environment).names.get("workers")?.evaluated.value;
  expect(workers([])).toEqual({ type: "int", value: 1 });
  expect(workers([["N", "5"]])).toEqual({ type: "int", value: 5 });
  expect(workers([])).toEqual({ type: "int", value: 1 });
});
