import { describe, expect, test } from "vitest";
import { type PatternFault, readPattern } from "../../../../server/src/languages/nginx/pcre";
import { askPcre } from "../../../nginx/askPcre";
import { randomPatterns } from "../../../nginx/patterns";

test.each<[source: string, groups: number, names?: readonly string[]]>([
  ["(?<=(?=a+)b)c", 0],
  ["(?|(?<n>a)|(?<n>b))", 1, ["n"]],
  ["(?|(a)|(b)(c))(d)", 3],
  ["(?J)(?<n>a)(?<n>b)", 2, ["n"]],
  ["(?x)a #)", 0],
  ["(?x) a {2} # (((\n b", 0],
  ["(?n)(a)(?<n>b)", 1, ["n"]],
  ["(*atomic:a)(*pla:b)", 0],
  ["(*ACCEPT)+(*MARK:a(b)", 0],
  ["[é-è]", 0],
  ["(*UTF)[è-é]", 0],
  ["[]a]", 0],
  ["[^]a]", 0],
  ["[\\d-]", 0],
  ["[[:alpha:]]", 0],
  ["a{,3}", 0],
  ["\\Qa(\\E+", 0],
  ["\\p{ greek }\\p{Script=Latn}\\P{^Lu}", 0],
  ["(?(DEFINE)(a))(?1)", 1],
  ["(a)(?(1)b|c)\\g{-1}", 1],
  ["(?<=ab|c)d", 0],
])("PCRE takes %s", (source, groups, names = []) => {
  expect(readPattern(source, "10.42")).toEqual({ groups, names });
  expect(readPattern(source)).toEqual({ groups, names });
});

test.each<[source: string, reason: PatternFault, part: string]>([
  ["a(b", "unclosed-group", "(b"],
  ["a)b", "unopened-group", ")"],
  ["a[b", "unclosed-class", "[b"],
  ["a**", "nothing-to-repeat", "*"],
  ["(?:+)", "nothing-to-repeat", "+"],
  ["a\\", "trailing-backslash", "\\"],
  ["[:alpha:]", "posix-outside", "[:alpha:]"],
  ["[[:alpho:]]", "posix-name", "[:alpho:]"],
  ["[a-\\d]", "class-range-end", "a-\\d"],
  ["[z-a]", "class-range", "z-a"],
  ["한[é-z]", "class-range", "é-z"],
  ["[\\R]", "class-escape", "\\R"],
  ["(?<=a*)b", "lookbehind-length", "(?<=a*)"],
  ["x(?<!(a)|(?1)+)b", "lookbehind-length", "(?<!(a)|(?1)+)"],
  ["a\\p{Foo}", "property", "\\p{Foo}"],
  ["\\g{2}(a)", "no-such-group", "\\g{2}"],
  ["(?P>x)", "no-such-group", "(?P>x)"],
  ["(?<a>b)\\k<c>", "no-such-group", "\\k<c>"],
  ["(?(2)a)", "no-such-group", "2"],
  ["(a)(?(1)a|b|c)", "condition-branches", "(?(1)a|b|c)"],
  ["(?(?i)a)", "assertion-expected", "("],
  ["(*FOO)", "bad-verb", "(*FOO)"],
  ["(*foo:a)", "unknown-assertion", "(*foo:"],
  ["\\x{zz}", "bad-brace-escape", "\\x{zz}"],
  ["\\x{100}", "code-too-large", "\\x{100}"],
  ["\\o{8}", "bad-brace-escape", "\\o{8}"],
  ["\\N{U+41}", "unicode-escape", "\\N{U+41}"],
  ["\\cé", "bad-control", "\\cé"],
  ["\\y", "unknown-escape", "\\y"],
  ["a{65536}", "quantifier-size", "{65536}"],
  ["a{3,1}", "quantifier-order", "{3,1}"],
  ["(?<1a>b)", "group-name-digit", "1"],
  ["(?<a-b>c)", "group-name", "(?<a"],
  ["(?<a>b)(?<a>c)", "duplicate-name", "(?<a>"],
  ["(?|(?<a>b)|(?<c>d))", "different-names", "(?<c>"],
  ["(?q)", "group-syntax", "(?q"],
  ["(?iq)", "option", "q"],
  ["(?C256)", "bad-callout", "(?C256"],
  ["(?:[a-z]{2}){9999}", "too-large", "(?:[a-z]{2}){9999}"],
  [`${"(".repeat(251)}a`, "too-deep", "("],
])("PCRE refuses %s for its %s", (source, reason, part) => {
  for (const library of ["10.42", "any"] as const) {
    const { fault } = readPattern(source, library);
    expect([fault?.reason, source.slice(fault?.at, fault?.end)]).toEqual([reason, part]);
  }
});

test.each<[source: string, reason: PatternFault]>([
  ["(?<=a?)b", "lookbehind-length"],
  [`(?<${"a".repeat(33)}>b)`, "group-name-long"],
  ["(?=a\\K)", "keep-in-lookaround"],
  ["[\\k]", "class-escape"],
])("PCRE 10.42 refuses %s, and others do not", (source, reason) => {
  expect(readPattern(source, "10.42").fault?.reason).toBe(reason);
  expect(readPattern(source).fault).toBeUndefined();
});

test.each(["(?[a-z])", "(*scs:(1)a)", "(?1(2))(a)"])(
  "nothing is said of %s, which newer releases may take",
  (source) => {
    expect(readPattern(source, "10.42").fault).toBeDefined();
    expect(readPattern(source)).toMatchObject({ unclear: true });
  },
);

const patterns = randomPatterns(6000, 20);
const asked = askPcre(patterns);
if (!asked && process.env.CI) throw new Error("Python or libpcre2-8 is not installed: apt-get install python3 nginx");
if (!asked) console.warn("SKIPPED: random patterns are not compared, for there is no Python or no libpcre2-8 here.");

describe.skipIf(!asked)("what pcre2_compile says of random patterns", () => {
  const judged = (asked?.answers ?? []).map((answer, index) => ({ source: patterns[index] ?? "", answer }));
  const refused = judged.filter(({ answer }) => answer.error !== undefined);
  const taken = judged.filter(({ answer }) => answer.error === undefined);
  test("there are enough of both", () => {
    expect(refused.length).toBeGreaterThan(1000);
    expect(taken.length).toBeGreaterThan(1000);
  });
  test("none that it takes is called wrong, and their groups are counted", () => {
    const read = (source: string) => {
      const { groups, fault, unclear } = readPattern(source);
      return { fault: fault?.reason, groups: unclear ? undefined : groups };
    };
    const wrong = taken.filter(({ source, answer }) => {
      const { fault, groups } = read(source);
      return fault || (groups !== undefined && "groups" in answer && groups !== answer.groups);
    });
    expect(wrong).toEqual([]);
  });
  // Other releases refuse other things.
  test.skipIf(asked?.version !== "10.42")("all that it refuses are found, and no others", () => {
    const missed = refused.filter(({ source }) => !readPattern(source, "10.42").fault);
    expect(missed).toEqual([]);
    expect(taken.filter(({ source }) => readPattern(source, "10.42").fault)).toEqual([]);
  });
});
