import { beforeAll, describe, expect, test } from "vitest";
import { gunicornCatalog } from "../../../../server/src/languages/gunicorn/catalog/catalog";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { runConfigFile } from "../../../../server/src/languages/gunicorn/configFile/run";
import type { PythonValue } from "../../../../server/src/languages/gunicorn/model";
import { judge } from "../../../../server/src/languages/gunicorn/validators/validate";
import { type Answer, askGunicorn, gunicornsToCompare } from "../../../gunicorn/judge";

/** Written in Python, read by Python and by us. */
const expressions: readonly string[] = [
  ...[
    "True",
    "False",
    "None",
    "0",
    "1",
    "-1",
    "4",
    "65535",
    "100000",
    "2**31 - 1",
    "2**31",
    "16383",
    "16384",
    "16777215",
  ],
  ...["0x10", "0o17", "0b11", "1_000", "1.5", "-0.0", "0.0", "1e3", "-1 * 3", "7 // 2", "-7 % 3", "True + 1"],
  ...[
    '""',
    '" "',
    '"abc"',
    '" abc "',
    '"TRUE"',
    '" true "',
    '"False\\n"',
    '"yes"',
    '"1"',
    '"0"',
    '" 12 "',
    '"-1"',
    '"+5"',
  ],
  ...[
    '"0x10"',
    '"010"',
    '"00"',
    '"0_0"',
    '"1_000"',
    '"1__0"',
    '"_1"',
    '"1_"',
    '"0o17"',
    '"0O17"',
    '"0b102"',
    '"0x"',
    '"0x_f"',
  ],
  ...[
    '"1.5"',
    '"1e3"',
    '"\\u0661\\u0662"',
    '"\\u00b2"',
    '"\\uff11"',
    '"\\u00a012\\u2003"',
    '"\\ufeff1"',
    '"\\x1f1\\x1c"',
    '"4 workers"',
    '"16384"',
  ],
  ...[
    '"off"',
    '"OFF"',
    '"on"',
    '"auto"',
    '" Auto "',
    '"AUTO"',
    '"v1"',
    '"V2"',
    '"v3"',
    '"none"',
    '"poll"',
    '"inotify"',
    '"Poll"',
  ],
  ...[
    '"drop"',
    '" Refuse "',
    '"dangerous"',
    '"asyncio"',
    '"uvloop"',
    '"fast"',
    '"python"',
    '"both"',
    '"upgrade"',
    '"prior-knowledge"',
  ],
  ...['"h1"', '"h1,h2"', '"H2, h1,"', '"h1,h1"', '"h3"', '","', '"h1,h4"', '"http/1.1"'],
  ...[
    '"*"',
    '"127.0.0.1"',
    '"127.0.0.1,::1"',
    '"10.0.0.0/8"',
    '"10.0.0.1/8"',
    '"192.168.1.0/255.255.255.0"',
    '"192.168.1.0/0.0.0.255"',
  ],
  ...[
    '"256.1.1.1"',
    '"01.2.3.4"',
    '"1.2.3"',
    '"::1/128"',
    '"fe80::/10"',
    '"fe80::1/10"',
    '"fe80::1%eth0"',
    '"::ffff:1.2.3.4"',
    '"1::2::3"',
    '"*,10.0.0.1"',
    '"localhost"',
    '"127.0.0.1, "',
    '"10.0.0.0/33"',
    '"10.0.0.0/"',
    '"/8"',
    '"1.2.3.4/08"',
    '"::/0"',
    '"2001:db8::/32/1"',
  ],
  ...[
    '"localhost:8125"',
    '"localhost:abc"',
    '"unix:/tmp/x"',
    '"unix:8125"',
    '"unix://x"',
    '"[::1]:80"',
    '"[::1]"',
    '"[::1]:x"',
    '"fd://3"',
    '"fd://x"',
    '"tcp://h:1"',
    '":8125"',
    '"a:1:2"',
    '"h: 12 "',
    '"h:1_0"',
    '"h:"',
  ],
  ...['"SSLv23"', '"TLS"', '"TLSv1_2"', '"TLSv9"', '"17"', '"sync"', '"a.b.C"', '"nodots"'],
  ...[
    "[]",
    "()",
    "{}",
    "set()",
    '["a"]',
    '("a", "b")',
    '[" a ", "b"]',
    "[1]",
    '["a", None]',
    '["a", 1]',
    "[[]]",
    "[True]",
    '{"a": "b"}',
    "{1: 2}",
    '{"a"}',
    "[None]",
    '["A=1", "B=2"]',
    "(1,)",
    '["*.py", "x[0]"]',
    '[""]',
  ],
  ...[
    "lambda: None",
    "lambda a: None",
    "lambda a, b: None",
    "lambda a, b, c: None",
    "lambda a, b, c, d: None",
    "lambda a, b, c, d, e: None",
    "lambda *a: None",
    "lambda a, *b: None",
    "lambda a, b=1: None",
    "lambda a, *, b: None",
    "lambda a, *, b=1: None",
    "lambda a, /: None",
    "lambda a, /, b: None",
    "lambda a, **k: None",
    "lambda a=1: None",
    "lambda *a, **k: None",
  ],
  ...[
    '"a" + "b"',
    '"%s:%d" % ("a", 1)',
    '"{}:{}".format("a", 1)',
    'f"a{1 + 1}b{{}}"',
    '"a,b".split(",")',
    '",".join(["a", "b"])',
    '" A ".strip().lower()',
    "max(1, 2)",
    "min(3, 2.5)",
    'int("7")',
    "int(2.7)",
    'float("1.5")',
    "round(2.5)",
    "len([1, 2])",
    "str(5)",
    "bool([])",
    "10 / 2",
    "2 ** 3",
    "not 1",
    '"a" if 1 > 2 else "b"',
    '"" or "x"',
    "None or 3",
    '"a" in "abc"',
    "abs(-3)",
    "list((1,))",
    '[*["a"], "b"]',
    '{**{"a": 1}, "b": 2}',
    '"ab"[0]',
    '{"k": "v"}["k"]',
    "b''",
    'b"x"',
    "1j",
    "sum([1, 2])",
    '"x" * 3',
    '"a" "b"',
    'r"\\n"',
    '"\\u00e9"',
  ],
];

/** As judge.py writes what Gunicorn keeps. */
function plain(value: PythonValue): unknown {
  switch (value.type) {
    case "None":
      return ["NoneType", null];
    case "list":
    case "tuple":
    case "set":
      return [value.type, value.items.map(plain)];
    case "dict":
      return ["dict", value.entries.map(([key, own]) => [plain(key), plain(own)])];
    case "function":
    case "object":
      return [value.type, null];
    case "class":
      return ["class", value.name];
    default:
      return [value.type, value.value];
  }
}

const gunicorns = await gunicornsToCompare();

describe.skipIf(!gunicorns).each(gunicorns?.releases ?? [""])("the validators of Gunicorn %s", (release) => {
  const { settings } = gunicornCatalog(release);
  const asked = [...settings.keys()].flatMap((name) => expressions.map((expression) => [name, expression] as const));
  let answers: readonly Answer[] = [];

  beforeAll(() => {
    if (gunicorns) answers = askGunicorn(gunicorns, release, { values: asked });
  }, 300_000);

  test("say the same as ours of every value", () => {
    const said = { agreed: 0, unknown: 0, falseAlarms: [] as string[], missed: [] as string[], kept: [] as string[] };
    const values = new Map(expressions.map((expression) => [expression, evaluated(expression)]));
    asked.forEach(([name, expression], index) => {
      const [taken, kept] = answers[index] ?? [];
      const spec = settings.get(name);
      const value = values.get(expression);
      const verdict = spec && value ? judge(spec, value, { release }) : ({ kind: "unknown" } as const);
      const where = `${name} = ${expression}: ${JSON.stringify(kept)} but ${JSON.stringify(verdict)}`;
      if (verdict.kind === "unknown") said.unknown++;
      else if ((verdict.kind === "accepted") === taken) said.agreed++;
      else said[taken ? "falseAlarms" : "missed"].push(where);
      if (taken && verdict.kind === "accepted" && verdict.value) {
        const own = JSON.stringify(plain(verdict.value));
        if (own !== JSON.stringify(kept)) said.kept.push(where);
      }
    });
    const judged = asked.length - said.unknown;
    console.info(
      `Gunicorn ${release}: ${asked.length} values, ${said.agreed} of ${judged} alike, ${said.unknown} not judged, ${said.kept.length} kept otherwise`,
    );
    if (process.env.FLASK_STACK_SHOW) console.info([...said.falseAlarms, ...said.missed, ...said.kept].join("\n"));
    expect(said.falseAlarms).toEqual([]);
    expect(said.agreed / judged).toBeGreaterThan(0.98);
    expect(said.agreed / asked.length).toBeGreaterThan(0.9);
    expect(said.kept).toEqual([]);
  });
});

function evaluated(expression: string): PythonValue | undefined {
  const file = readConfigFile("gunicorn.conf.py", `x = ${expression}\n`);
  return runConfigFile(file, { cpus: 4 }).names.get("x")?.evaluated.value;
}
