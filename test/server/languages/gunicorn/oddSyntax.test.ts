import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { runConfigFile } from "../../../../server/src/languages/gunicorn/configFile/run";
import { checkConfigFile } from "../../../../server/src/languages/gunicorn/diagnostics/check";

/** What a file may look like that Python reads: since which Python 3, and its text. Each ends with `threads = 3`. */
const files: [name: string, since: number, text: string][] = [
  ["a form feed between sections", 0, "workers = 2\n\f\ntimeout = 3\n"],
  ["a form feed before a statement", 0, "workers = 2\n\ftimeout = 3\n"],
  ["a form feed before an indented statement", 0, "if 1:\n    a = 1\n\f    b = 2\n"],
  ["a form feed within a line", 0, "workers =\f2\n"],
  ["a form feed after a statement", 0, "workers = 2\f\n"],
  ["a form feed in a comment and a text", 0, '# a\fb\nbind = "a\fb"\n'],
  ["a form feed before a comment", 0, "if 1:\n    a = 1\n\f# b\n    c = 2\n"],
  ["a byte order mark", 0, "\ufeffworkers = 2\n"],
  ["a byte order mark before a comment", 0, "\ufeff# -*- coding: utf-8 -*-\nworkers = 2\n"],
  ["lines of Windows", 0, 'if 1:\r\n    a = 1\r\nbind = [\r\n    "a",\r\n]\r\nx = 1 + \\\r\n    2\r\n'],
  ["lines of an old Mac", 0, "if 1:\r    a = 1\rb = 2 # c\rd = 3\r"],
  ["lines of an old Mac with a bracket and a text", 0, 'bind = [\r"a",\r]\rx = """a\rb"""\ry = 1 + \\\r    2\r'],
  ["lines of all kinds", 0, "a = 1\r\nb = 2\rif a:\n    c = 3\r    d = 4\r\n    e = 5\n"],
  ["tabs", 0, "if 1:\n\ta = 1\n\tif a:\n\t\tb = 2\n"],
  ["spaces at the end of lines", 0, "a = 1   \nif a:   \n    b = 2\t\n   \n\t\n"],
  ["an indented comment", 0, "        # a\nb = 1\n    # c\n"],
  ["a comment less indented than its block", 0, "if 1:\n    a = 1\n# b\n    c = 2\n"],
  ["a line that goes on", 0, "a = 1 + \\\n  2\nif a and \\\n   a:\n    b = \\\n1\n"],
  ["a line that goes on to nothing", 0, "a = 1 \\\n\nb = 2\n"],
  ["a line that goes on at the margin", 0, "a = \\\n[1,\n2]\nassert a, \\\n'b'\n"],
  ["a backslash before a keyword", 0, "def \\\n  f(): pass\n"],
  ["several statements in a line", 0, "a = 1; b = 2;\nif a: b = 3; c = 4\n"],
  ["one after a semicolon with a comment", 0, "a = 1; # b\n"],
  ["type hints", 0, "a: int = 1\nb: 'list[int]'\nc: dict[str, int] = {}\n(d): int = 1\n"],
  ["type hints of members", 0, "class A: pass\nx = A()\nx.a: int = 1\ny = [1]\ny[0]: int = 2\n"],
  ["type hints of a function", 0, "def f(a: int, /, b: str = '', *c: int, d: int = 1, **e: int) -> 'x': pass\n"],
  ["a hint that is a star", 11, "def f(*args: *tuple[int, ...]): pass\n"],
  ["names in other letters", 0, "größe = 1\nизмерение = 2\n名前 = 3\nа́ = 4\nx·y = 5\n"],
  ["names with marks and numbers of other letters", 0, "क्षेत्र = 1\nx٣ = 2\n℘ = 3\n𝔘𝔫𝔦 = 4\n"],
  ["strings of all kinds", 0, "a = r'\\\\'\nb = b'x'\nc = Rb'\\x'\nd = u'x'\ne = BR''\nf = ''''a'''\n"],
  ["strings side by side", 0, "a = 'b' \"c\" f'{1}' r'd'\ne = ('f'\n  'g')\n"],
  ["a string that goes on", 0, "a = 'b\\\nc'\nd = \"e\\\n\\\nf\"\n"],
  ["f-strings", 0, "a = 1\nb = f'{a!r:>{a}} {{}} {a=} {a:%H:%M}'\nc = f\"{'x' if a else 'y'}\"\n"],
  ["an f-string of several lines", 0, "a = 1\nb = f'''{\na\n} {a:>{\na}}'''\n"],
  [
    "an f-string with a lambda, a walrus, a format",
    0,
    "a = 1\nb = f'{(lambda x: x)(a)} {(c:=a)} {a:=^10} {a:{a}.{a}}'\n",
  ],
  ["an f-string with a dictionary", 0, "b = f\"{ {'a': 1}['a'] } {{{1}}}\"\n"],
  ["f-strings with the same quotes", 12, "a = {'b': 1}\nc = f'{a['b']}'\nd = f\"{f\"{f\"{1}\"}\"}\"\n"],
  [
    "f-strings with a comment or a backslash",
    12,
    "a = f'{'\\n'.join([])}'\nb = f'''{\n1 # c\n}'''\nd = f\"{\n1\n}\"\n",
  ],
  ["f-strings with several lines in a bracket", 12, "a = f'{[\n1,\n2]}'\nb = f'{1:\\n}'\n"],
  ["f-strings with a backslash before a bracket", 0, "a = fr'\\{{'\nb = fr'\\}}{1+1}'\nc = rf'{1}\\{2}'\n"],
  ["an f-string with a comment that has a quote", 12, 'a = f"""\n# it\'s\n{ # it\'s\n1 # and it\'s\n* 2:#x}"""\n'],
  ["f-strings with a bracket in a text", 0, "a = f\"{'}'}\"\nb = f\"{'{'}\"\n"],
  ["a template string", 14, 'a = 1\nb = t\'{a} {a!r:>{a}}\'\nc = rt\'\\d{a}\'\nd = T"""{\na}"""\n'],
  ["numbers", 0, "a = 1_000\nb = 0x_FF\nc = 1.\nd = .5e-3\ne = 1j\nf = 0o17\ng = 0B1\nh = 00\ni = 1.e5\nj = 0_0\n"],
  ["a number before a word", 0, "a = 1 if 1 else 2\nb = [1 for c in ()]\nd = 1 or 2\n"],
  [
    "operators",
    0,
    "a = 1 <= 2 != 3\nb = not a\nc = a is not b\nd = a not in [b]\ne = ~1 << 2 ** -1\na //= 1\na @= a\n",
  ],
  ["a conditional and a lambda", 0, "a = (lambda *b, c=1, **d: c) if 1 else lambda: 0\n"],
  [
    "lambdas of all kinds",
    0,
    "a = lambda x, /: x\nb = lambda x, /, y, *, z: x\nc = lambda x,: x\nd = lambda *, e: e\n",
  ],
  [
    "a walrus",
    8,
    "if (n := 3) > 2: pass\na = [y := 1, y ** 2]\nb = {c := 1}\nprint(d := 2)\ne = [f for f in [1] if (g := f)]\n",
  ],
  ["a walrus in an index", 10, "a = [1]\nb = a[c := 0]\nd = {e := 1, 2}\n"],
  [
    "stars",
    0,
    "a, *b = 1, 2\n*c, d = [1], 2\ne = [*b, *c]\nf = {**{}, 'x': 1}\ng = *b, 1\nprint(*b, **{})\nfor h, *i in [(1, 2)]: pass\n",
  ],
  ["stars in a for and a return", 9, "b = [1]\nfor a in *b, 1: pass\ndef f():\n    return *b, 1\n"],
  ["stars in an index after another", 11, "a = {}\nb = [1]\nif 0: a[[None], *b]\n"],
  ["a star in an index", 11, "a = {}\nb = [1]\nif 0: a[*b]\nif 0: a[1, *b]\nif 0: a[*b] = 1\n"],
  ["slices", 0, "a = [1, 2]\nb = a[::2], a[1:], a[:-1], a[:]\nif 0: a[1:2, ::3]\nif 0: a[..., None]\ndel a[0:1]\n"],
  [
    "comprehensions",
    0,
    "a = [b for c in [[1]] for b in c if b if b > 0]\nd = {e: f for e, f in [(1, 2)]}\ng = sum(h for h in a)\n",
  ],
  ["a comprehension over what is awaited", 0, "async def f():\n    return [await a async for a in b if await c]\n"],
  [
    "async",
    0,
    "async def f():\n    async with a as b, c as d: pass\n    async for e in g: pass\n    else: pass\n    await h\n",
  ],
  [
    "async generators",
    0,
    "async def f():\n    x = yield\n    y = yield x, 1\n    yield\ndef g():\n    z = yield from f()\n    return (yield)\n",
  ],
  [
    "with of all kinds",
    0,
    "def f():\n    with a: pass\n    with a, b as c: pass\n    with a as (b, c): pass\n    with (a): pass\n    with a as b.c, d as e[0]: pass\n",
  ],
  [
    "with in brackets",
    9,
    "def f():\n    with (\n        a as b,\n        c as d,\n    ):\n        pass\n    with (a, b): pass\n",
  ],
  [
    "with at the margin",
    9,
    "import io\nwith (io.StringIO() as a, io.StringIO() as b,): pass\nwith io.StringIO() as c: d = 1\n",
  ],
  [
    "match",
    10,
    "x = 1\nmatch x:\n    case 0 | 1: a = 1\n    case [b, *c] if b: pass\n    case {'d': e, **f}: pass\n    case str(g) as h: pass\n    case -1.5 | 2+3j: pass\n    case x.y: pass\n    case (None | True): pass\n    case _:\n        i = 2\n",
  ],
  [
    "match of several",
    10,
    "x = 1\nmatch x, 1:\n    case 1, 2: pass\n    case *a, b: pass\n    case (): pass\nmatch (x):\n    case {}: pass\nmatch [x]:\n    case []: pass\nmatch -x:\n    case 1: pass\nmatch *[x], 1:\n    case _: pass\n",
  ],
  [
    "soft keywords as names",
    0,
    "match = 1\ncase = 2\ntype = 3\n_ = 4\nprint(match, case, type)\nmatch += 1\ntype: int = 2\nmatch[0] if 0 else 1\n",
  ],
  [
    "soft keywords called",
    0,
    "def match(a): return a\ndef case(a): return a\nmatch(1)\ncase(2)\ntype(3)\na = type(1), match (2)\nmatch.b = 1\ntype.__call__\n",
  ],
  [
    "words of Python 2 as names",
    0,
    "print\na = print\n" + "exec('b = 1')\nexec\nc = [print, exec]\nprint(1, 2)\nd = print or exec\n",
  ],
  [
    "print with what follows",
    0,
    "print (1)\nprint(1), 2\nprint(1) if 1 else 2\nprint('a' % 1) if 0 else 1\nprint[0] if 0 else 1\n",
  ],
  [
    "print and a shift",
    0,
    "import sys\nif 0: print >> sys.stderr\nif 0: print >> sys.stderr, 1\nif 0: print < 1\nif 0: print -1\n",
  ],
  [
    "names that only begin like a keyword",
    0,
    "importer = 1\nforward = 2\nif_ = 3\nawaited = 4\nasyncio = 5\nnonlocals = 6\nnot_ = 7\nin_ = 8\n",
  ],
  ["print with a comma", 0, "print, exec\nprint; exec\nx = {print: 1}\n"],
  [
    "decorators",
    0,
    "import functools\ndef d(*a, **k): return lambda f: f\n@d\n@d(1, b=2)\n@functools.wraps(d)\n\n# a comment\n\ndef f(): pass\n",
  ],
  [
    "decorators that are any expression",
    9,
    "d = [lambda f: f]\n@d[0]\ndef f(): pass\n@(lambda f: f)\nclass A: pass\n@d[0] if 1 else d[0]\nasync def g(): pass\n@(x := d[0])\ndef h(): pass\n",
  ],
  [
    "classes",
    0,
    "class A: pass\nclass B(A, metaclass=type): pass\nclass C(): a: int; b = 1\nclass D(*[A], **{}): ...\n",
  ],
  [
    "parameters of all kinds",
    8,
    "def f(a, b=1, /, c=2, *, d, e=3, **g): pass\ndef h(*, a): pass\ndef i(*a, b,): pass\ndef j(a,): pass\ndef k(\n  a,\n  *,\n  b,\n): pass\n",
  ],
  [
    "type statements",
    12,
    "type X = int\ntype Y[T] = list[T]\ntype Z[T: int, *Ts, **P] = tuple[T, *Ts]\ntype A = \\\n  X\n",
  ],
  [
    "type parameters",
    12,
    "def f[T](a: T) -> T: return a\nclass A[T: (int, str)](list[T]): pass\nasync def g[**P](*a: P.args): pass\nclass B[T]: a = 1\ndef h[*Ts](*a: *Ts): pass\n",
  ],
  [
    "type parameters with defaults",
    13,
    "type X[T = int] = T\ndef f[T = int, *Ts = *tuple[int]](): pass\nclass A[T: int = bool, **P = [int]]: pass\n",
  ],
  [
    "several exceptions in brackets",
    0,
    "try: pass\nexcept (A, B): pass\nexcept C as d: pass\nelse: pass\nfinally: pass\n",
  ],
  ["groups of exceptions", 11, "try:\n    pass\nexcept* A:\n    pass\nexcept *(B, C) as d:\n    pass\n"],
  ["several exceptions without brackets", 14, "try:\n    pass\nexcept A, B:\n    pass\n"],
  ["groups of exceptions without brackets", 14, "try:\n    pass\nexcept* A, B:\n    pass\n"],
  [
    "exceptions raised",
    0,
    "def f():\n    raise\n    raise A\n    raise A from B\n    assert a, b\n    assert (a, b)[0]\n",
  ],
  [
    "global and nonlocal",
    0,
    "a = 1\ndef f():\n    global a, b\n    c = 1\n    def g():\n        nonlocal c\n        del c\n",
  ],
  [
    "imports",
    0,
    "from os import (\n    path,\n    sep as s,\n)\nimport os.path as p, sys\ndef f(): from . import x\ndef g(): from ...a.b import c\n",
  ],
  [
    "imports with a star and from the future",
    0,
    "from __future__ import annotations\nfrom os import *\ndef f(a: X) -> Y: pass\n",
  ],
  ["hints that are asked late", 0, "a: int = 1 if 0 else 2\n" + "def f(a: 'later') -> later: pass\n"],
  [
    "loops",
    0,
    "for a in 1, 2: pass\nelse: pass\nwhile 0:\n    break\nelse:\n    continue_ = 1\nfor b, (c, d) in []: continue\nfor e.f in []: pass\nfor g[0] in []: pass\n",
  ],
  [
    "nested blocks in a line",
    0,
    "for a in []:\n    if a: continue\n    elif 1: break\n    else: pass\nwhile 0: pass\n",
  ],
  [
    "a return in a class in a function",
    0,
    "def f():\n    class A:\n        def g(self): return 1\n    if 1:\n        for a in []: return\n",
  ],
  ["ellipsis", 0, "...\ndef f(): ...\na = ...\nclass B: ...\n"],
  ["texts as statements", 0, "'''doc'''\n'a'; 'b'\n\"c\" 'd'\n"],
  ["only comments", 0, "# a\n\n# b"],
  ["a long chain", 0, "a = (1 if 2 else\n     3)[0:1] if 0 else {\n  'a': [1, 2, (3,)],\n}.get('a', None)\n"],
  ["tuples", 0, "a = 1,\nb = ()\nc, = a\n(d, e), f = (1, 2), 3\n[g] = [1]\nh = i = j = 1\nk = 1, *a\n"],
  [
    "what is yielded in brackets",
    0,
    "def f():\n    a = (yield)\n    b = [(yield 1)]\n    c = (yield a), 1\n    print((yield))\n    await_ = lambda: (yield)\n",
  ],
  ["deletes", 0, "a = b = [1]\ndel a[0], (b)\ndef f(): del (c, d), [e]\n"],
  ["a null byte's escape and others", 0, "a = '\\0\\x00\\u1234\\N{DIGIT ONE}'\nb = b'\\xff'\n"],
  ["an odd indentation", 0, "if 1:\n a = 1\n if a:\n       b = 2\nif 1:\n  c = 3\n"],
  ["brackets that end at the margin", 0, "a = {\n'b': [\n1,\n]\n}\nc = f(\n'd'\n) if 0 else 1\n"],
  ["a comment in a bracket", 0, "a = [ # (\n  1, # ]\n  # '\n]\n"],
  ["quotes in texts", 0, "a = 'it\\'s'\nb = \"'\"\nc = '''it's \"so\" '''\nd = \"\"\"\\\"\"\"\"\n"],
];

/** The newest Python 3 of this machine that runs. */
const python = (() => {
  for (const program of ["python3.15", "python3.14", "python3.13", "python3.12", "python3"]) {
    const { stdout, status } = spawnSync(program, ["-c", "import sys; print(sys.version_info.minor)"], {
      encoding: "utf8",
    });
    if (status === 0) return { program, minor: Number(stdout) };
  }
  return undefined;
})();

const compiles = `
import json, sys
def compiled(text):
    try:
        compile(text.encode(), "under_test.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return str(error)
json.dump([compiled(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const withEnd = (text: string): string => {
  const newline = /\r(?!\n)/.test(text) ? "\r" : "\n";
  return `${text}${/[\r\n]$/.test(text) || text === "" ? "" : newline}threads = 3${newline}`;
};

describe("what Python reads", () => {
  test.skipIf(!python)("each of these is read by the real one", () => {
    const own = files.filter(([, since]) => since <= (python?.minor ?? 0));
    const { stdout } = spawnSync(python?.program ?? "", ["-W", "ignore", "-c", compiles], {
      input: JSON.stringify(own.map(([, , text]) => withEnd(text))),
      encoding: "utf8",
    });
    const said: unknown = JSON.parse(stdout);
    const refused = own.map(([name], i) => [name, Array.isArray(said) ? said[i] : said]);
    expect(refused.filter(([, error]) => error !== null)).toEqual([]);
  });

  test.each(files)("has no syntax error: %s", (_name, _since, text) => {
    const file = readConfigFile("gunicorn.conf.py", withEnd(text));
    expect(checkConfigFile(file).filter(({ code }) => code === "gunicorn-syntax")).toEqual([]);
    // And what follows is read.
    expect(runConfigFile(file, { cpus: 1 }).names.get("threads")?.evaluated.value).toMatchObject({ value: 3 });
  });
});
