import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configurations, findingsByFile } from "../../../../server/src/languages/nginx/configurations";
import { complete } from "../../../../server/src/languages/nginx/features/completion";
import { folds, selections } from "../../../../server/src/languages/nginx/features/ranges";
import { rename } from "../../../../server/src/languages/nginx/features/references";
import { symbols } from "../../../../server/src/languages/nginx/features/symbols";
import { tokens } from "../../../../server/src/languages/nginx/features/tokens";
import { nginxFiles } from "../../../../server/src/languages/nginx/files";
import { formatDefaults, formatEdits } from "../../../../server/src/languages/nginx/format";
import { testLocation } from "../../../../server/src/languages/nginx/locationTester/locationTester";
import { describeOutcome } from "../../../../server/src/languages/nginx/locationTester/outcome";
import { readRequest } from "../../../../server/src/languages/nginx/locationTester/request";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { edit, leaves } from "../../../../server/src/languages/nginx/tree";
import { writtenSamples } from "../../../nginx/corpus";
import { mutations } from "../../../nginx/mutate";
import { randomFrom } from "../../../random";

/** Asks everything of a text. */
function ask(text: string): void {
  const files = nginxFiles(["nginx.conf"], (path) => (path === "nginx.conf" ? text : undefined));
  const read = configurations(files);
  const findings = findingsByFile(files, read).get("nginx.conf") ?? [];
  expect(findings.filter(({ start, end }) => !(0 <= start && start <= end && end <= text.length))).toEqual([]);
  const tree = files.tree("nginx.conf");
  const [configuration] = read;
  if (!tree || !configuration) return;
  const view = { path: "nginx.conf", tree, files, configuration };
  const middle = Math.floor(text.length / 2);
  complete(view, middle);
  selections(view, middle);
  tokens(view);
  folds(tree);
  symbols(tree);
}

/** Every byte of the text is in the tree. */
function expectLossless(text: string): void {
  let at = 0;
  for (const { start, end } of leaves(parseNginx(text).items)) {
    expect(text.slice(at, start)).toMatch(/^[ \t\r\n]*$/);
    at = end;
  }
  expect(text.slice(at)).toMatch(/^[ \t\r\n]*$/);
}

describe("no input is too much", () => {
  test("random characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        ask(text);
        expectLossless(text);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
  test("random words of a config", () => {
    const word = fc.constantFrom(
      ...[
        "server",
        "location",
        "listen",
        "map",
        "$a",
        "{",
        "}",
        ";",
        "\n",
        " ",
        "if",
        "(",
        ")",
        "~",
        '"',
        "'",
        "#",
        "\\",
        "${",
        "80",
      ],
      ...[
        "http",
        "events",
        "include",
        "upstream",
        "proxy_pass",
        "http://a",
        "set",
        "geo",
        "types",
        "a=b",
        "rewrite",
        "/x",
        "x_by_lua_block",
      ],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        ask(words.join(" "));
        expectLossless(words.join(""));
      }),
      { numRuns: 3000, seed: 8 },
    );
  });
  test("random edits of whole configs", () => {
    for (const [index, { text }] of writtenSamples("/x").entries()) {
      let now = text;
      const pick = randomFrom(index);
      for (let step = 0; step < 6; step++) {
        const start = Math.floor(pick() * now.length);
        const end = Math.min(now.length, start + Math.floor(pick() * 6));
        const piece = [";", "{", "}", "\n", '"', "$x", "", "location /", "#"][Math.floor(pick() * 9)] ?? "";
        now = edit(now, [{ start, end, text: piece }]);
        ask(now);
        expectLossless(now);
      }
      for (const mutation of mutations(text, 2, index)) expectLossless(mutation.text);
    }
  });
});

const bytes = (): Buffer => {
  const pick = randomFrom(9);
  return Buffer.from(Uint8Array.from({ length: 1_000_000 }, () => pick() * 256));
};

test.each([
  ["random bytes", bytes().toString("latin1")],
  ["random bytes, read as UTF-8", bytes().toString()],
  ["blocks", "a{".repeat(500_000)],
  ["semicolons", ";".repeat(1_000_000)],
  ["quotes", '"'.repeat(1_000_000)],
  ["listens", `http{server{\n${"listen 80 default_server;\n".repeat(38_000)}}}`],
  [
    "addresses",
    `http{server{\n${Array.from({ length: 40_000 }, (_, at) => `listen 127.0.0.1:${at + 1};`).join("\n")}}}`,
  ],
  ["includes", `http {\n${"include x.conf;\n".repeat(60_000)}}`],
  [
    "names that are nearly others",
    `http {\n${Array.from({ length: 14_000 }, (_, at) => `upstream u${at} { server a; }\nserver { location / { proxy_pass http://v${at}; } }`).join("\n")}}`,
  ],
  [
    "variables that nothing defines",
    `events{} http {\n${Array.from({ length: 30_000 }, (_, at) => `server { set $a${at} $b${at}; }`).join("\n")}}`,
  ],
  [
    "servers",
    "http {\n".concat("server { listen 80; server_name a; location / { return 200; } }\n".repeat(15_000), "}"),
  ],
  ["one directive", `server_name ${"a ".repeat(500_000)};`],
  ["unknown directives", "abcdefgh ijk;\n".repeat(70_000)],
  ["short unknown directives", "a b;".repeat(250_000)],
  ["variables", `events{} http { server { return 200 "${"$abc ".repeat(200_000)}"; } }`],
  ["entries", `events{} http { map $a $b { ${Array.from({ length: 60_000 }, (_, at) => `k${at} v;`).join("\n")} } }`],
  ["parentheses", `events{} http { server { location ~ "${"(".repeat(4000)}" { } } }`],
])("a megabyte of %s is judged in a second of this process's time", (_name, text) => {
  ask(text.slice(0, 50_000));
  const began = process.cpuUsage();
  ask(text);
  // Five times what is asked for, since a shared machine computes slower; what grows too fast takes far longer.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(5000);
});

test("a megabyte in one line is laid out", () => {
  const tree = parseNginx("a{b c;}".repeat(140_000));
  const began = process.cpuUsage();
  expect(formatEdits(tree).length).toBeGreaterThan(500_000);
  // What looks for the beginning of the line at each directive takes minutes.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(15_000);
});

test("of a megabyte, no more is laid out than is asked for", () => {
  const tree = parseNginx("a;".repeat(500_000));
  formatEdits(tree, formatDefaults, [0, 10]);
  const began = process.cpuUsage();
  expect(formatEdits(tree, formatDefaults, [500_000, 500_010])).toHaveLength(6);
  // All of it takes a hundred times as long.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(100);
});

/** What answers `/x`, of an `http` block. */
function answers(http: string): string[] {
  const files = nginxFiles(["nginx.conf"], (path) =>
    path === "nginx.conf" ? `events {}\nhttp { ${http} }\n` : undefined,
  );
  const [configuration] = configurations(files);
  if (!configuration) throw new Error("no configuration");
  return describeOutcome(testLocation(configuration, files, readRequest("/x"))).map(({ text }) => text);
}

const many = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join("\n");

const isTooMuch = "Unknown, because it depends on too many files and conditions.";

test.each([
  [
    "regular expressions",
    `server { ${many(15_000, (at) => `location ~ ^/y${at}/(.*)$ {}`)} location / { return 204; } }`,
  ],
  ["includes of itself", `server { ${"include nginx.conf;\n".repeat(20_000)} return 204; }`],
  [
    "maps, each of the one before",
    `${many(10_000, (at) => `map $v${at} $v${at + 1} { default $v${at}; }`)} server { set $a $v10000; return 204; }`,
  ],
  ["maps of themselves", "map $a $a { default $a$a; } server { set $b $a; return 204; }"],
  ["what doubles itself", `server { set $a xx; ${"set $a $a$a; ".repeat(60)} return 204; }`],
  ["files to try", `server { location / { try_files ${many(20_000, (at) => `/a${at}`)} =404; } }`, isTooMuch],
])("thousands of %s are tested in a second of this process's time", (_name, http, said = "nginx answers 204.") => {
  answers("server { return 204; }");
  const began = process.cpuUsage();
  expect(answers(http)).toEqual([said]);
  // As above: what grows too fast takes far longer.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(5000);
});

test("a name that stands in a megabyte is renamed", () => {
  const text = `events {} http { server {\n${"set $aa $aa;\n".repeat(50_000)}} }`;
  const files = nginxFiles(["nginx.conf"], (path) => (path === "nginx.conf" ? text : undefined));
  const [configuration] = configurations(files);
  const tree = files.tree("nginx.conf");
  if (!configuration || !tree) throw new Error("no configuration");
  const began = process.cpuUsage();
  const edits = rename({ path: "nginx.conf", tree, files, configuration }, text.indexOf("$aa") + 1, "b");
  expect(edits?.get("nginx.conf")).toHaveLength(100_000);
  // Copying all edits for each of them takes minutes.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(8000);
});
