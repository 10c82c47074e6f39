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
    // Columns that were made by hand stay, wherever their lines go; a gap that is as wide in each line is none.
    ["a {\n  b xx   y;\n  b xxxx z;\n}", "a {\n    b xx   y;\n    b xxxx z;\n}\n"],
    ["a {\n  b xx   y; # one\n b xxxx z  w;\n}", "a {\n    b xx   y; # one\n    b xxxx z  w;\n}\n"],
    ["inc       a;\ndef_type  b;\n", "inc       a;\ndef_type  b;\n"],
    ["b x   y;\nb x   z;\nb xxx w;\n", "b x   y;\nb x   z;\nb xxx w;\n"],
    ["b  x;\nb  y;\n", "b x;\nb y;\n"],
    ["b  x;\n\nbb y;\n", "b x;\n\nbb y;\n"],
    ["b  x;\n# c\nbb y;\n", "b x;\n# c\nbb y;\n"],
    ["b  x; bb y;\n", "b x;\nbb y;\n"],
    ["b\t  x;\nbbb y;\n", "b x;\nbbb y;\n"],
    ["user  a;\nworkers  b;\n", "user a;\nworkers b;\n"],
    ["map $a $b {\n default 1;\n ~x      2;\n}", "map $a $b {\n    default 1;\n    ~x      2;\n}\n"],
    // So does what is deeper in a block that is commented out.
    ["a {\n# b {\n    # c;\n# }\nd;\n}", "a {\n    # b {\n        # c;\n    # }\n    d;\n}\n"],
    ["a {\n      # b {\n         # c;\n    # }\n}", "a {\n    # b {\n       # c;\n    # }\n}\n"],
    ["a {\n#b {\n#    c;\n#}\nd;\n}", "a {\n    #b {\n    #    c;\n    #}\n    d;\n}\n"],
    ["a {\n # b\n   # c\n}", "a {\n    # b\n    # c\n}\n"],
    ["a {\n # b {\n\n   # c\n d; # {\n   # e\n}", "a {\n    # b {\n\n    # c\n    d; # {\n    # e\n}\n"],
  ])("%j", (text, expected) => {
    expect(formatted(text)).toBe(expected);
    expectSurvival(text);
  });
  test("columns within a selection stay", () => {
    const text = "a {\n  b xx   y;\n  b xxxx z;\n}\n";
    const tree = parseNginx(text);
    const line = text.indexOf("  b xxxx");
    const edits = formatEdits(tree, formatDefaults, [line, text.indexOf("\n", line)]);
    expect(edit(text, edits)).toBe("a {\n  b xx   y;\n    b xxxx z;\n}\n");
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
