import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { IGrammar, StateStack } from "vscode-textmate";
import { moduleSamples, writtenSamples } from "../nginx/corpus";

const require = createRequire(import.meta.url);
const path = join(import.meta.dirname, "../../client/languages/nginx.tmLanguage.json");

let grammar: IGrammar;

beforeAll(async () => {
  const oniguruma: typeof import("vscode-oniguruma") = require("vscode-oniguruma");
  const { INITIAL, parseRawGrammar, Registry }: typeof import("vscode-textmate") = require("vscode-textmate");
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    // VS Code has a grammar of Lua; of it nothing is asked here.
    loadGrammar: async (scope) =>
      scope === "source.nginx" ? parseRawGrammar(readFileSync(path, "utf8"), path) : undefined,
  });
  const loaded = await registry.loadGrammar("source.nginx");
  if (!loaded) throw new Error("The grammar does not load");
  grammar = loaded;
  initial = INITIAL;
});
let initial: StateStack;

/** The scopes of what stands between `«` and `»` in a text: every one that a part of it has, and that all of it has. */
function scopesOf(source: string): { readonly any: string[]; readonly all: string[] } {
  const [before = "", inside = "", after = ""] = source.split(/[«»]/);
  const from = before.length;
  const to = from + inside.length;
  const found: string[][] = [];
  let state = initial;
  let start = 0;
  for (const line of (before + inside + after).split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const isInside = start + Math.min(endIndex, line.length) > from && start + startIndex < to;
      if (isInside) found.push(scopes.map((scope) => scope.replace(/\.nginx$/, "")));
    }
    start += line.length + 1;
  }
  const any = [...new Set(found.flat())];
  return { any, all: any.filter((scope) => found.every((scopes) => scopes.includes(scope))) };
}

const comment = "comment.line.number-sign";
const directive = "keyword.other.directive";
const block = "keyword.control.block";
const double = "string.quoted.double";
const single = "string.quoted.single";
const variable = "variable.other";
const regexp = "string.regexp";
const number = "constant.numeric";
const lua = "meta.embedded.block.lua";

describe("the grammar of Nginx", () => {
  test.each<[source: string, scope: string]>([
    ['«# a comment; { "»\nlisten 80;', comment],
    ["listen 80; «# after a directive»", comment],
    ["http {«# at a brace»\n}", comment],
    ["log_format a\n  «# between words»\n  b;", comment],
    ["map $a $b {\n  «# in a map»\n}", comment],

    ["«listen» 80;", directive],
    ["«internal»;", directive],
    ["«gzip»\n  on;", directive],
    ["http{«sendfile» on;}", directive],
    ["listen 80;«root» /a;", directive],
    ["«our_own-directive» a;", directive],
    ["«location» / { }", block],
    ["«map» $a $b { }", block],
    ["«types» { }", block],
    ["«if» ($a) { }", "keyword.control.conditional"],
    ["listen 80«;»", "punctuation.terminator.statement"],
    ["http «{» }", "punctuation.section.block"],

    ['add_header A «"b; # { c"»;', double],
    ["add_header A «'b; # { c'»;", single],
    ['log_format a\n«"b"»;', double],
    ["log_format a 'b'\n«'c'»;", single],
    ["return 200 «'{\n  \"a\": {\n  }\n}'»;", single],
    ['set $a "b«\\"»c";', "constant.character.escape"],
    ['set $a "b\\"«c»";', double],
    ['set $a "b «$c» d";', variable],
    ["set $a «$b»;", variable],
    ["root /a/«${b}»/c;", variable],
    ["root /a/«$b»/c;", variable],
    ["listen «${PORT}»;", variable],
    ['if («$a» = "b") { }', variable],

    ["location ~* «\\.(php|html)$» { }", regexp],
    ["location ~ «^/a${b}» { }", regexp],
    ["server_name «~^(?<a>.+)$»;", regexp],
    ["map $a $b {\n«~^/x» 1;\n}", regexp],
    ["location «~*» a { }", "keyword.operator"],
    ["location «^~» /a { }", "keyword.operator"],
    ["location «=» /a { }", "keyword.operator"],
    ["location «@named» { }", "entity.name.function"],
    ['if ($a «!~*» "b") { }', "keyword.operator"],
    ["if («-f» $a) { }", "keyword.operator"],

    ["gzip «on»;", "constant.language.boolean"],
    ["gzip\n«off»;", "constant.language.boolean"],
    ["client_max_body_size «10m»;", number],
    ["expires «30d»;", number],
    ["gzip_types\n«1»;", number],
    ["limit_req «zone»=a;", "variable.parameter"],
    ["limit_req zone=a burst=«20»;", number],
    ["map $a $b { «default» 0; }", "keyword.other"],

    ["content_by_lua_block { «ngx.say({1, {2}}) -- a; b» }", lua],
    ["content_by_lua_block {«\n  local t = { a = 1 }\n  ngx.say(t.a)\n»}", lua],
    ["set_by_lua_block «$a» { return 1 }", variable],
    ["content_by_lua_block { return {} }\n«listen» 80;", directive],
    ["content_by_lua_block { a = '}' -- }\n b = [[\n}]] --[=[ }\n]=]\n}\n«listen» 80;", directive],
  ])("%s is %s", (source, scope) => {
    expect(scopesOf(source).all).toContain(scope);
  });

  test.each<[source: string, scope: string]>([
    ["root /a«#b»;", comment],
    ["location ~ a«#b» { }", comment],
    ["add_header A 'b «# c»';", comment],
    ['set $a b«"c d"»;', double],
    ["set $a it«'s»;", single],
    ["# it's «a comment»\nlisten 80;", single],
    ["gzip_types «online»;", "constant.language.boolean"],
    ["root /a/«10m»/b;", number],
    ["rewrite ^/(.*)«$» /a;", variable],
    ["content_by_lua_block { return {} }\n«listen 80;»", lua],
    ["location / { «listen» 80; }", block],
  ])("%s is no %s", (source, scope) => {
    expect(scopesOf(source).any).not.toContain(scope);
  });

  test.each<[source: string, scope: string]>([
    ['server_name "a;\n«listen» 80;', directive],
    ["server_name 'a;\n    «proxy_pass» http://a; # b", directive],
    ['add_header A "b\n«location» / {\n}', block],
    ["server_name a\n«listen» 80;", directive],
    ["location /a\n«location» /b {\n}", block],
    ["if ($a\n«return» 404;", directive],
    ['log_format a "b\n«server» {\n}', directive],
    ['add_header A "b\nlisten 80; «# c»', comment],
  ])("what is not ended ends where the next directive is: %s", (source, scope) => {
    const { any, all } = scopesOf(source);
    expect(all).toContain(scope);
    expect(any).not.toContain(double);
  });

  test.each([
    "add_header Content-Security-Policy \"default-src 'self';\n  «sandbox allow-forms;\n  img-src *;»\";",
    "return 200 '«a\nlocations {\n  server: x\n}»';",
    "content_by_lua '«\n  if a then\n    return b;\n  end\n»';",
  ])("a string over several lines stays one: %s", (source) => {
    const { all } = scopesOf(source);
    expect(all.filter((scope) => scope.startsWith("string.quoted"))).toHaveLength(1);
  });

  test("leaves no rule open at the end of a whole configuration", () => {
    const open = [...writtenSamples("/etc/nginx"), ...moduleSamples("/etc/nginx")].filter(({ text }) => {
      let state = initial;
      for (const line of text.split("\n")) state = grammar.tokenizeLine(line, state).ruleStack;
      return state.depth > 1;
    });
    expect(open.map(({ name }) => name)).toEqual([]);
  });
});
