import type { Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { expect, test, vi } from "vitest";
import type { ConfigRun } from "../../../../server/src/languages/gunicorn/configFile/file";
import { randomFrom } from "../../../random";

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
  "\f",
  "\r",
];

const nodesOf = (tree: Tree, start: number): string[] => {
  const nodes: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${start + from} ${start + to}`) });
  return nodes.filter((node) => !/^(?:Script|Comment|Body) /.test(node));
};

test.each([
  ["blocks", blocks],
  ["lines of Windows", blocks.replaceAll("\n", "\r\n")],
  [
    "at the margin",
    'bind = [\n"a",\n\'b\',\n]\n"""\nworkers = 2\nelse:\n"""\nx = 1 + \\\n2\n@a\n# b\n@c(\n1\n)\ndef f(): pass\n',
  ],
  [
    "several in a line",
    "a = 1; b = 2\nif a: b = 3\nelif b: b = 4\n\n# c\n  # d\nelse: b = 5\nfor x in b: pass\nelse: pass",
  ],
  ["nothing", ""],
  ["with a mark", "\ufeff# a\nworkers = 2"],
])("the statements of a file are those that the parser finds in the whole of it: %s", async (_name, text) => {
  const { parse } = await import("../../../../server/src/languages/gunicorn/configFile/parse");
  const parts = parse(`whole ${text.length}`, text);
  expect(parts.flatMap(({ part, start }) => nodesOf(part.tree, start))).toEqual(nodesOf(parser.parse(text), 0));
  expect(parts.flatMap(({ part }) => (part.misread ? part.text : []))).toEqual([]);
});

test.each([
  ["a bracket", "workers = int(\n", 3],
  ["several brackets", "raw_env = [(\nworkers = {\n", 4],
  ["a value", "workers =\n", 3],
  ["a text", 'bind = "0.0.0.0\n', 3],
  ["a name", "wor\n", 3],
])("what is half typed spoils no statement after it: %s", async (_name, typed, count) => {
  const { parse } = await import("../../../../server/src/languages/gunicorn/configFile/parse");
  const text = `import os\n${typed}threads = 2\n`;
  const parts = parse(`half ${typed}`, text);
  expect(parts).toHaveLength(count);
  expect(parts.at(-1)?.part).toMatchObject({ text: "threads = 2\n", misread: false });
});

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
      const shape = (path: string) => parse(path, text).flatMap(({ part, start }) => nodesOf(part.tree, start));
      expect(shape("same"), text).toEqual(shape(`new ${files++}`));
      const parts = parse("same", text).map(({ part }) => part.text);
      expect(parts.join(""), text).toBe(text);
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

test("what a file comes to after any keys in it is what a file of another name does that is read for the first time", async () => {
  const reads = await fresh();
  const random = randomFrom(11);
  const pick = (most: number) => Math.floor(random() * most);
  const keys = [
    ...typed,
    "workers",
    "\nworkers = threads\n",
    "bind.append(2)\n",
    "del timeout\n",
    "os.environ['A'] = '1'\n",
  ];
  let files = 0;
  for (let sequence = 0; sequence < 12; sequence++) {
    const whole = `${start}${blocks}${start}`;
    let text = whole;
    for (let key = 0; key < 8; key++) {
      const at = pick(text.length + 1);
      text = key % 4 === 3 ? whole : text.slice(0, at) + keys[pick(keys.length)] + text.slice(at + pick(4));
      const other = `new ${files++}`;
      const [same, first] = ["same", other].map((path) => reads(path, text, 2, [["A", "0"]]));
      const plain = (run: ConfigRun | undefined) =>
        JSON.stringify([run?.bindings, [...(run?.names ?? [])].sort(), run?.openAt]).replaceAll(`"${other}"`, '"same"');
      expect(plain(same), text).toEqual(plain(first));
    }
  }
  expect(files).toBe(96);
});

test("what is found in a file after any keys in it is what is found in one that is read for the first time", async () => {
  vi.resetModules();
  const { readConfigFile } = await import("../../../../server/src/languages/gunicorn/configFile/file");
  const { checkConfigFile } = await import("../../../../server/src/languages/gunicorn/diagnostics/check");
  const random = randomFrom(23);
  const pick = (most: number) => Math.floor(random() * most);
  const keys = [...typed, "timeout: 3\n", "worker = 2\n", "workers == 2\n", "bind = 3\n", "del threads\n", "nothing\n"];
  let said = "";
  for (let sequence = 0; sequence < 20; sequence++) {
    const whole = `${start}${blocks}`;
    let text = whole;
    for (let key = 0; key < 8; key++) {
      const at = key % 2 === 0 ? pick(text.length + 1) : text.indexOf("\n", pick(text.length)) + 1;
      text = key % 4 === 3 ? whole : text.slice(0, at) + keys[pick(keys.length)] + text.slice(at + pick(4));
      const [same, first] = ["same", `new ${sequence} ${key}`].map((path) =>
        JSON.stringify(checkConfigFile(readConfigFile(path, text))).replaceAll(`"${path}"`, '""'),
      );
      expect(same, text).toEqual(first);
      said += same;
    }
  }
  expect(said.match(/"code"/g)?.length).toBeGreaterThan(200);
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
