import { describe, expect, test } from "vitest";
import type { Expr } from "../../../../server/src/languages/python/facts";
import { readPython } from "../../../../server/src/languages/python/reader";

const bindings = (text: string) =>
  readPython(text).scope.bindings.map(({ name, guard, value }) => `${name} ${value.kind} ${guard}`);

/** An expression, written short. */
function short(expression: Expr): unknown {
  switch (expression.kind) {
    case "string":
    case "number":
    case "constant":
      return expression.value;
    case "name":
      return `<${expression.name}>`;
    case "attribute":
      return `${short(expression.object)}.${expression.name}`;
    case "call":
      return {
        call: short(expression.callee),
        args: expression.args.map((it) => [it.star ?? it.name ?? "", short(it.value)]),
      };
    case "list":
    case "tuple":
      return expression.items.map(short);
    case "dict":
      return expression.entries.map(({ key, value }) => [short(key), short(value)]);
    case "binary":
      return [short(expression.left), expression.operator, short(expression.right)];
    case "choice":
      return { or: expression.options.map(short) };
    case "subscript":
      return { of: short(expression.object), at: short(expression.index) };
    default:
      return expression.kind;
  }
}
const value = (text: string) => {
  const [binding] = readPython(`x = ${text}\n`).scope.bindings;
  return binding?.value.kind === "expression" ? short(binding.value.expression) : undefined;
};

describe("expressions", () => {
  test.each<[string, unknown]>([
    ["'a' \"b\"", "ab"],
    ["r'\\d' '\\x41\\u0042\\n\\\\'", "\\dAB\n\\"],
    ["'''a\nb'''", "a\nb"],
    ["b'x'", "x"],
    ["f'a'", "a"],
    ["f'{a}'", "template"],
    ["1_000", 1000],
    ["0x10", 16],
    ["-2.5", -2.5],
    ["True", true],
    ["None", null],
    ["(a)", "<a>"],
    ["a.b.c", "<a>.b.c"],
    [
      "f(1, *a, b=2, **c)",
      {
        call: "<f>",
        args: [
          ["", 1],
          ["*", "<a>"],
          ["b", 2],
          ["**", "<c>"],
        ],
      },
    ],
    ["[1, (2, 3)]", [1, [2, 3]]],
    ["{'a': 1, **b}", [["a", 1]]],
    ["1 + 2 * 3", [1, "+", [2, "*", 3]]],
    ["a or b", { or: ["<a>", "<b>"] }],
    ["a if b else c", { or: ["<a>", "<c>"] }],
    ["a['b']", { of: "<a>", at: "b" }],
    ["lambda a: a", "other"],
  ])("%s", (text, expected) => expect(value(text)).toEqual(expected));
});

describe("what binds a name", () => {
  test.each<[string, string[]]>([
    ["import a.b, c as d", ["a module none", "d module none"]],
    ["from .x import (a, b as c)", ["a imported none", "c imported none"]],
    ["a = b = 1", ["a expression none", "b expression none"]],
    ["a, (b, c) = 1, x", ["a expression none"]],
    ["a: int = 1", ["a expression none"]],
    ["a: int", []],
    ["if x:\n    a = 1\nelse:\n    b = 1", ["a expression branch", "b expression branch"]],
    ["if __name__ == '__main__':\n    a = 1\nelse:\n    b = 1", ["a expression main", "b expression branch"]],
    ["if __name__ != '__main__':\n    a = 1", ["a expression none"]],
    ["if TYPE_CHECKING:\n    import a", ["a module typing"]],
    ["try:\n    import a\nexcept E as e:\n    a = 1", ["a module branch", "a expression branch"]],
    ["with x as y:\n    a = 1", ["y unknown none", "a expression none"]],
    ["for i in x:\n    a = 1", ["i unknown branch", "a expression branch"]],
    ["@d\ndef f(): pass", ["f function none"]],
    ["class A(B): pass", ["A class none"]],
    ["match x:\n    case 1:\n        a = 1", ["a expression branch"]],
    ["print((a := 1))", ["a expression none"]],
    ["a = 1; b = 2", ["a expression none", "b expression none"]],
  ])("%j", (text, expected) => expect(bindings(`${text}\n`)).toEqual(expected));
});

describe("functions", () => {
  const [found] = readPython(
    "@app.route('/x', methods=['GET'])\nasync def f(a, b=1, /, *c, d, e=2, **g) -> 'Flask':\n    global h\n    return a, b\n",
  ).find.functions();
  test("parameters", () => {
    expect(
      found?.function.parameters.map((it) => `${it.kind} ${it.name}${it.default === undefined ? "" : "="}`),
    ).toEqual(["plain a", "plain b=", "* c", "keyword d", "keyword e=", "** g"]);
  });
  test("decorators", () =>
    expect(found?.function.decorators.map(short)).toEqual([
      {
        call: "<app>.route",
        args: [
          ["", "/x"],
          ["methods", ["GET"]],
        ],
      },
    ]));
  test("annotation, globals, returns", () => {
    expect(found?.function.type).toMatchObject({ kind: "name", name: "Flask" });
    expect(found?.function.scope().globals).toEqual(["h"]);
    expect(found?.function.scope().returns.map(short)).toEqual([["<a>", "<b>"]]);
  });
  test("of functions and classes, wherever they stand", () => {
    const text = "class A:\n    def m(self):\n        def inner(): pass\nif x:\n    def g(): pass\n";
    expect(
      readPython(text)
        .find.functions()
        .map((it) => it.function.name),
    ).toEqual(["m", "inner", "g"]);
  });
});

describe("lines", () => {
  test("are counted from 1", () => {
    const { lineAt } = readPython("a = 1\nb = 2\n");
    expect([0, 5, 6, 11].map(lineAt)).toEqual([1, 1, 2, 2]);
  });
});
