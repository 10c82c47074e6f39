import { describe, expect, test } from "vitest";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import type { Shapes } from "../../../../server/src/languages/nginx/shapes";
import { type Directive, edit, type Item, leaves, walk } from "../../../../server/src/languages/nginx/tree";

const shapes: Shapes = (name) =>
  ({
    http: { min: 0, max: 0, block: "always" as const },
    server: { min: 0, max: 99, block: "either" as const },
    location: { min: 1, max: 2, block: "always" as const },
    listen: { min: 1, max: 99, block: "never" as const },
    root: { min: 1, max: 1, block: "never" as const },
    index: { min: 1, max: 99, block: "never" as const },
    map: { min: 2, max: 2, block: "always" as const },
    proxy_pass: { min: 1, max: 1, block: "never" as const },
  })[name];

/** The tree as one line: words between blanks, blocks in braces. */
function shown(items: readonly Item[]): string {
  return items
    .map((item) => {
      if (item.kind !== "directive") return item.kind;
      const words = [item.name, ...item.args].map((word) => `${word.quote}${word.value}${word.quote}`).join(" ");
      return item.block ? `${words} {${shown(item.block.items)}}` : `${words};`;
    })
    .join(" ");
}

/** The errors as `code@line:"what is underlined"`. */
function faults(text: string, template = false): string[] {
  return parseNginx(text, { shapes, template }).errors.map(
    ({ code, start, end }) =>
      `${code}@${text.slice(0, start).split("\n").length} ${JSON.stringify(text.slice(start, end))}`,
  );
}

function expectLossless(text: string): void {
  let at = 0;
  for (const { start, end } of leaves(parseNginx(text, { shapes }).items)) {
    expect(text.slice(at, start)).toMatch(/^[ \t\r\n]*$/);
    expect(end).toBeGreaterThan(start - 1);
    at = end;
  }
  expect(text.slice(at)).toMatch(/^[ \t\r\n]*$/);
}

describe("words are cut as nginx cuts them", () => {
  test.each([
    ["root /a;", "root /a;"],
    ["root\t/a\r\n;", "root /a;"],
    [`a "b c" 'd "e"';`, `a "b c" 'd "e"';`],
    [`a b"c d";`, `a b"c d";`],
    ["a b#c;", "a b#c;"],
    ["a #b;\nc;", "a c;"],
    ["a ${b}c;", "a ${b}c;"],
    ["a $${b;c};", "a $${b; c};"],
    ["a b}c;", "a b}c;"],
    ["a \\;b;", "a \\;b;"],
    ["a b\\ c;", "a b\\ c;"],
    [`a "b\\"c\\n\\d";`, 'a "b"c\n\\d";'],
    ['if ($a = "b"){c;}', 'if ($a = "b" ) {c;}'],
    ["a{b;}c;", "a {b;} c;"],
    ["\u00a0a\u00a0b;", "\u00a0a\u00a0b;"],
  ])("%j", (text, expected) => {
    const tree = parseNginx(text);
    expect(shown(tree.items)).toBe(expected);
    expect(tree.errors).toEqual([]);
    expectLossless(text);
  });
});

describe("blocks are what they are", () => {
  test("entries of a map are no directives", () => {
    const tree = parseNginx("map $a $b { default 1; server 2; ~^x{2} 3; }".replace("{2}", "\\{2}"), { shapes });
    expect(tree.errors).toEqual([]);
    expect((tree.items[0] as Directive).block?.kind).toBe("values");
  });
  test("Lua is read by Lua's rules", () => {
    const text = `location / { content_by_lua_block { -- }\n local a = "}" .. [[ } ]] --[=[ } ]=]\n if x then t = {1} end } root /x; }`;
    const tree = parseNginx(text, { shapes });
    expect(tree.errors).toEqual([]);
    expect(shown(tree.items)).toBe("location / {content_by_lua_block {} root /x;}");
    expectLossless(text);
  });
  test("a text of Lua ends with its line, also behind a backslash", () => {
    const { items } = parseNginx("content_by_lua_block { a = 'x\\\n} root /x;", { shapes });
    expect(shown(items)).toBe("content_by_lua_block {} root /x;");
  });
  test.each([
    ["${BEFORE}\nlisten ${PORT};\n${A}${B}\nroot /x;", "placeholder listen ${PORT}; placeholder root /x;"],
    [
      "location / { ${EXTRA} }\nlisten 80; ${A} # why\nroot /x;",
      "location / {placeholder} listen 80; placeholder comment root /x;",
    ],
    // What goes on after it, or ends with a semicolon, is a directive.
    ["${NAME} on;\n${WHOLE};", "${NAME} on; ${WHOLE};"],
  ])("a placeholder of a template has the rest of its line: %j", (text, items) => {
    expect(faults(text, true)).toEqual([]);
    expect(shown(parseNginx(text, { shapes, template: true }).items)).toBe(items);
  });
});

describe("one fault costs one error, where it belongs", () => {
  test.each([
    ["listen 80\nroot /a;", []],
    ["root /a\nlisten 80;", ['nginx-missing-semicolon@1 "/a\\nlisten"']],
    ["root /a # here\nlisten 80;", ['nginx-missing-semicolon@1 "/a # here\\nlisten"']],
    ["location / { root /a }", ['nginx-missing-semicolon@1 "/a }"']],
    ["location / {\n  root /a\n}\nroot /b;", ['nginx-missing-semicolon@2 "/a\\n}"']],
    ["root /a", ['nginx-missing-semicolon@1 "/a"']],
    ["http\n  root /a;\n}", ['nginx-missing-open-brace@1 "http\\n  root"']],
    ["http {\n  root /a;\n", ['nginx-missing-close-brace@2 ";"']],
    [
      "http {\n  location /a {\n    root /a;\n  location /b {\n    root /b;\n  }\n}\n",
      ['nginx-missing-close-brace@3 ";"'],
    ],
    [
      "http {\n  location /a {\n    location /b {\n      root /b;\n  }\n  root /c;\n}\n",
      ['nginx-missing-close-brace@4 ";"'],
    ],
    ["http {\n  location / {\n  }\n  }\n  root /a;\n}", ['nginx-unexpected-character@4 "}"']],
    ["location / proxy_pass http://a; }\nroot /a;", ['nginx-missing-open-brace@1 "/ proxy_pass"']],
    ["map $a $b default 1; x 2; }\nroot /a;", ['nginx-missing-open-brace@1 "$b default"']],
    ['map $a $b\n"x" 2;\n}\nroot /a;', ['nginx-missing-open-brace@1 "$b\\n\\"x\\""']],
    // What is not indented is told by what may stand where.
    ["http {\nserver {\nlisten 80;\nroot /a;\n\nserver {\nlisten 81;\n}\n}", ['nginx-missing-close-brace@4 ";"']],
    [
      "http {\nserver {\nlocation /a {\nroot /a;\n\nlocation /b {\nroot /b;\n}\n}\n}",
      ['nginx-missing-close-brace@4 ";"'],
    ],
    ["http {\nserver {\nlocation /a {\n}\n}\nlisten 80;\n}\n}", ['nginx-unexpected-character@5 "}"']],
    ["http { server { listen 80; location / { root /a; } server { listen 81; } }", ['nginx-missing-close-brace@1 "}"']],
    ["http {\n  server { listen 80; }}\n  server { listen 81; }\n}", ['nginx-unexpected-character@2 "}"']],
    ["root /a;;", ['nginx-unexpected-character@1 ";"']],
    ["}", ['nginx-unexpected-character@1 "}"']],
    ["{ }", ['nginx-unexpected-character@1 "{"']],
    [`root "/a"b;`, ['nginx-unexpected-character@1 "b"']],
    [`root "/a;\nindex "b";`, ['nginx-unclosed-quote@1 "\\"/a;\\nindex \\"b"']],
    [`root "/a;\nlisten 80;\n`, ['nginx-unclosed-quote@1 "\\"/a"']],
    ["\ufeffroot /a;", ['nginx-byte-order-mark@1 "\ufeff"']],
  ])("%j", (text, expected) => {
    expect(faults(text)).toEqual(expected);
    expectLossless(text);
  });

  test("nginx's buffer takes no word of 4096 bytes", () => {
    expect(faults(`root ${"a".repeat(4095)};`)).toEqual([]);
    expect(faults(`root ${"a".repeat(4096)};`).length).toBe(1);
    expect(faults(`root "${"\u00e9".repeat(2100)}";`).length).toBe(1);
    expect(faults(`# ${"a".repeat(4100)}\nroot /a;`).length).toBe(1);
  });
  test("the rest is read as if nothing had happened", () => {
    const text =
      "http {\n  server {\n    root /a\n    listen 80;\n    location / {\n      root /b;\n  }\n  listen 81;\n}\n";
    expect(shown(parseNginx(text, { shapes }).items)).toBe(
      "http {server {root /a; listen 80; location / {root /b;}} listen 81;}",
    );
  });
  test("what a fix changes is read without that error", () => {
    for (const text of ["root /a\nlisten 80;", "root /a", "root /a;;", `root "/a"b;`, `root "/a;\nlisten 80;`]) {
      const [fault] = parseNginx(text, { shapes }).errors;
      expect(fault?.fix).toBeDefined();
      if (fault?.fix) expect(parseNginx(edit(text, [fault.fix])).errors).toEqual([]);
    }
  });
});

test("arguments are edited by their ranges", () => {
  const text = "http {\n  server { listen 80; # one\n    listen [::]:80 ipv6only=on; }\n}\n";
  const edits: { start: number; end: number; text: string }[] = [];
  walk(parseNginx(text), (directive) => {
    const [address] = directive.args;
    if (directive.name.value === "listen" && address) edits.push({ ...address, text: "8080" });
  });
  expect(edit(text, edits)).toBe("http {\n  server { listen 8080; # one\n    listen 8080 ipv6only=on; }\n}\n");
});

test.each([
  ["deep blocks", "a{".repeat(500_000)],
  ["closing braces", "}".repeat(500_000)],
  ["no terminator", "server\n".repeat(150_000)],
  ["quotes", `"a\n`.repeat(300_000)],
  ["one line", "location / { root /a; } ".repeat(40_000).concat("{")],
  ["blank", " ".repeat(1_000_000)],
])("a megabyte of %s is read within a second", (_name, text) => {
  parseNginx(text.slice(0, 100_000), { shapes });
  const began = process.cpuUsage();
  parseNginx(text, { shapes });
  // The time of this process alone: other tests run beside it. Five times what is asked for, since a shared machine computes
  // slower; what grows too fast takes far longer.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(5000);
});
