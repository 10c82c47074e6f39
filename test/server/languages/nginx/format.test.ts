import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FormatOptions, formatDefaults, formatEdits } from "../../../../server/src/languages/nginx/format";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { edit, leaves } from "../../../../server/src/languages/nginx/tree";
import { generatedSamples, moduleSamples, writtenSamples } from "../../../nginx/corpus";
import { mutations } from "../../../nginx/mutate";

function formatted(text: string, options: Partial<FormatOptions> = {}): string {
  return edit(text, formatEdits(parseNginx(text), { ...formatDefaults, ...options }));
}

/** The words and comments as nginx reads them. */
function read(text: string): string[] {
  return leaves(parseNginx(text).items).map(({ start, end }) => text.slice(start, end));
}

function expectSurvival(text: string, options: Partial<FormatOptions> = {}): void {
  const once = formatted(text, options);
  expect(read(once)).toEqual(read(text));
  expect(formatted(once, options)).toBe(once);
}

describe("layout", () => {
  test.each([
    ["a   b;c d;", "a b;\nc d;\n"],
    ["a{b;c;}", "a {\n    b;\n    c;\n}\n"],
    ["if ($a){return 403;}", "if ($a) { return 403; }\n"],
    ["a;\n\n\n\nb;", "a;\n\nb;\n"],
    ["a { \n\n b;\n\n }\n", "a {\n    b;\n}\n"],
    ["a {\nb; # why\n# alone\nc;\n}", "a {\n    b; # why\n    # alone\n    c;\n}\n"],
    ["a {}\nb {\n}", "a {}\nb {}\n"],
    ["log_format x '{'\n             '}';", "log_format x '{'\n             '}';\n"],
    ["a {\nlog_format x '{'\n    '}';\n}", "a {\n    log_format x '{'\n        '}';\n}\n"],
    [
      "  log_format  x   '{'\n                    'a'\n                  '}';",
      "log_format x '{'\n               'a'\n             '}';\n",
    ],
    [
      "a {\n\ttypes_of  b c\n\t          d\n\t          e;\n}",
      "a {\n    types_of b c\n             d\n             e;\n}\n",
    ],
    ["log_format\tx\t'{'\n             '}';", "log_format x '{'\n             '}';\n"],
    ["a {\n b x\n y\n   z;\n}", "a {\n    b x\n        y\n          z;\n}\n"],
    ["  a b\nc\n\td;", "a b\n    c\n    \td;\n"],
    ["a b # one\n  c # two\n;", "a b # one\n  c # two\n;\n"],
    ["a {\r\nb;\r\n}\r\n", "a {\r\n    b;\r\n}\r\n"],
    ["a {\ncontent_by_lua_block {\n  x = 1\n }\n}", "a {\n    content_by_lua_block {\n  x = 1\n }\n}\n"],
    [
      `log_format j escape=json '{'\n  '"a":"$uri",'\n  '"b":{"c":$status}'\n  '}';`,
      `log_format j escape=json '{'\n  '"a":"$uri",'\n  '"b":{"c":$status}'\n  '}';\n`,
    ],
    ['a {\nreturn 200 "one\n  two {\n three;\n";\n}', 'a {\n    return 200 "one\n  two {\n three;\n";\n}\n'],
    [
      "a {\nmodsecurity_rules '\n  SecRule A \"b{2};\"\n';\n}",
      "a {\n    modsecurity_rules '\n  SecRule A \"b{2};\"\n';\n}\n",
    ],
    [
      "server {\nlisten ${PORT};\nserver_name ${NAME}.a;\n}",
      "server {\n    listen ${PORT};\n    server_name ${NAME}.a;\n}\n",
    ],
    ['location ~ "^/[a-z]{2}/" {a;}', 'location ~ "^/[a-z]{2}/" { a; }\n'],
    ["", ""],
    ["# only", "# only\n"],
    ["server_name\n    a\n    b;", "server_name\n    a\n    b;\n"],
    ["a { # why\nb; }", "a { # why\n    b;\n}\n"],
  ])("%j", (text, expected) => {
    expect(formatted(text)).toBe(expected);
    expectSurvival(text);
  });
  test("values in one column, if that is wanted", () => {
    expect(formatted("map $a $b {\ndefault 1;\n~^/x 2;\n}", { alignValues: true, indent: "\t" })).toBe(
      "map $a $b {\n\tdefault 1;\n\t~^/x    2;\n}\n",
    );
  });
  test("a text with a syntax error is left as it is", () => {
    for (const text of ["a {b;", "a   b", 'a   "b', "a  ;}"]) expect(formatted(text)).toBe(text);
  });
});

test("every config of the corpus, and every mutation, survives", () => {
  for (const { text } of [
    ...writtenSamples("/tmp/x"),
    ...generatedSamples("/tmp/x", "1.26.3"),
    ...moduleSamples("/tmp/x"),
  ]) {
    expectSurvival(text);
    expectSurvival(text.replace(/^ +/gm, ""));
    expectSurvival(text.replace(/\n/g, "\r\n"), { alignValues: true });
    for (const mutation of mutations(text, 2, 11)) expectSurvival(mutation.text, { indent: "\t" });
  }
});

test("whatever it is given", () => {
  const piece = fc.constantFrom(
    ...[
      "a",
      "map",
      "{",
      "}",
      ";",
      " ",
      "  ",
      "\n",
      "\n\n",
      "\t",
      "\r\n",
      "#c",
      "#c\n",
      '"',
      "'",
      "\\",
      "$",
      "${",
      "x y",
      "=",
      ")",
    ],
    ...[
      '"q r"',
      "'s\nt'",
      "a_by_lua_block",
      "--",
      "[[",
      "]]",
      "if",
      "(",
      "\u00e9",
      "\ufeff",
      "server",
      "listen",
      "http",
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.boolean(), (pieces, alignValues) => {
      expectSurvival(pieces.join(""), { alignValues });
    }),
    { numRuns: 3000, seed: 42 },
  );
});
