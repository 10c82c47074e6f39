import { randomFrom } from "../random";

/** Pieces of regular expressions, whole and broken. */
const pieces = [
  ..."a b c / . ^ $ | ( ) [ ] { } * + ? - , : = ! < > # & ~ é ü 한 0 1 9 \\ _ '".split(" "),
  ..." |\n|\t|\\|\\\\|()|(a)|(a|b)|(?:|(?:a|b)|a*|a+|a?|a{2}|a{1,3}|a{2,}|{,3}|{2|{3,1}|{65535}|{65536}|*?|*+|++|??".split(
    "|",
  ),
  ..."(?= (?! (?<= (?<! (?> (?| (?* (?<* (?# (?#c) (?i) (?-i) (?x) (?xx) (?x-x) (?n) (?J) (?s-m: (?^) (?^i: (?^-i) (?i-i-i) (?q)".split(
    " ",
  ),
  ..."(?<n> (?<m> (?P<n> (?'n' (?<n>a) (?<m>b) (?<1n> (?<> (?<n (?P=n) (?P>n) (?P>x) (?&n) (?Px) (?P (?< (?'".split(
    " ",
  ),
  ..."(?R) (?0) (?1) (?2) (?+1) (?-1) (?-2) (?+0) (?+ (?R1) (?1a (?99999) \\g1 \\g{1} \\g{-1} \\g{+1} \\g0 \\g{0} \\g<1>".split(
    " ",
  ),
  ..."\\g'n' \\g<n> \\g{n} \\g{x} \\g \\gx \\g<-1> \\k<n> \\k'n' \\k{n} \\k<x> \\k \\kn \\1 \\2 \\9 \\10 \\12 \\81 \\99 \\377 \\400".split(
    " ",
  ),
  ..."(?(1) (?(2)a|b) (?(1)a|b|c) (?(+1)a) (?(-1)a) (?(<n>)a) (?('n')a|b) (?(n)a) (?(R)a) (?(R1)a) (?(R9)a) (?(R&n)a) (?(0)a)".split(
    " ",
  ),
  ..."(?(DEFINE)a) (?(DEFINE)a|b) (?(?=a)b|c) (?(?<!a)b) (?(?C1)(?=a)b) (?(?i)a) (?(*pla:a)b) (?(*napla:a)b) (?(x (?( (?(VERSION>=10)a)".split(
    " ",
  ),
  ..."(?(VERSION=10.4)a) (?(VERSION>1)a) (?C) (?C1) (?C256) (?C'a') (?C{a}) (?C!a!) (?C".split(" "),
  ..."(*ACCEPT) (*ACCEPT:a) (*FAIL) (*F) (*COMMIT) (*PRUNE:a) (*SKIP) (*THEN:) (*MARK:a) (*:a) (*MARK) (*) (* (*FOO) (*F: (*mark:a)".split(
    " ",
  ),
  ..."(*atomic:a) (*pla: (*plb:a) (*nla:a) (*nlb: (*napla:a) (*naplb:a) (*sr:a) (*asr: (*foo:a) (*atomic)".split(" "),
  ..."(*positive_lookahead:a) (*negative_lookbehind:a) (*non_atomic_positive_lookbehind:a) (*script_run:a)".split(" "),
  ..."[a] [^a] [a-z] [z-a] [a-] [-a] [a-\\d] [\\d-a] [\\d-] [[:alpha:]] [[:^digit:]] [[:foo:]] [[:alpha:]-z] [a-[:digit:]]".split(
    " ",
  ),
  ..."[:alpha:] [.a.] [[.a.]] [[=a=]] [[:<:]] [[:>:]] [a[:<:]] [] [] [^] []a] [^]a] [\\]] [\\b] [\\B] [\\R] [\\X] [\\N] [\\Qa]\\E]".split(
    " ",
  ),
  ..."[é-è] [è-é] [한-글] [\\x{100}] [\\xff-\\x00] [\\1] [\\g] [\\k] [\\p{L}] [\\p{Foo}] [\\cA] [a\\E-z] [\\A] [\\8-\\1]".split(
    " ",
  ),
  ..."\\d \\D \\w \\s \\h \\H \\v \\V \\R \\X \\C \\N \\N{2} \\N{U+41} \\N{foo} \\N{ \\b \\B \\A \\z \\Z \\G \\K \\Q \\E \\Qa*\\E".split(
    " ",
  ),
  ..."\\p{L} \\p{Lu} \\P{^Greek} \\pL \\pQ \\p{Foo} \\p \\p{ \\p{} \\p{sc:Greek} \\p{scx=Latn} \\p{bc:AL} \\p{sc:Lu} \\p{Script_Extensions:Han} \\p{L&}".split(
    " ",
  ),
  ..."\\x \\x4 \\x41 \\x{41} \\x{} \\x{ff} \\x{100} \\x{zz} \\x{41 \\o \\o{} \\o{101} \\o{400} \\o{8} \\o{1 \\c \\cA \\c[ \\cé \\0 \\01 \\777".split(
    " ",
  ),
  ..."\\a \\e \\f \\n \\r \\t \\i \\j \\l \\L \\u \\U \\y \\q \\Y \\_ \\/ \\- \\. \\é".split(" "),
];

/** Regular expressions as people write them, and some that PCRE takes although they look wrong. */
const real = [
  String.raw`\.php$`,
  "^/images/(.*)$",
  String.raw`^(.+\.php)(/.+)$`,
  String.raw`\.(?:jpg|jpeg|gif|png|ico|css|js)$`,
  "^/(?<lang>en|ko)/(?<rest>.*)$",
  String.raw`^www\.(?<domain>.+)$`,
  "^~ ^/static/",
  "(?i)(?:bot|crawl|spider)[^a-z]",
  String.raw`^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$`,
  String.raw`^/api/v(\d+)/users/(\d+)/?$`,
  "(?<!foo)bar(?=baz)",
  "^(?!.*admin).*$",
  String.raw`[\w.+-]+@[\w-]+\.[a-z]{2,}`,
  String.raw`^/(?:[^/]+/)*\.ht`,
  String.raw`"(?:[^"\\]|\\.)*"`,
  String.raw`^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$`,
  "(?x) ^ /a  # the path",
  "(a(?1)?b)",
  String.raw`^(?P<year>\d{4})-(?P<month>\d\d)$`,
  "(?|(?<n>a)|(?<n>b))",
  "(?<=(?=a+)b)c",
  "(?x)a #)",
  "(*atomic:a)",
  "[é-è]",
];

/** Settings that stand before a pattern. */
const settings =
  "(*UTF) (*UTF8) (*UCP) (*CRLF) (*ANY) (*NUL) (*LIMIT_MATCH=1) (*LIMIT_HEAP=x) (*LIMIT_DEPTH=99999999999) (*BSR_UNICODE) (*NO_JIT)".split(
    " ",
  );

/**
 * Regular expressions made by chance, the same for the same seed: of pieces, with more of them in groups, lookbehinds
 * and classes; and real ones with a character lost, doubled or put somewhere else.
 */
export function randomPatterns(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const some = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(pieces) ?? "").join("");
  const wrap = (inner: string): string => {
    const [before = "", after = ""] =
      pick([
        ["(", ")"],
        ["(?<=", ")"],
        ["(?<!", ")c"],
        ["(?=", ")"],
        ["(?|", "|(b)(c))"],
        ["(?(1)", ")"],
        ["[", "]"],
        ["(?x)", ""],
        ["(?<n>", ")\\k<n>"],
        ["(a)", "\\1"],
        ["(?:", "){2}"],
        ["(?J)(?<n>", ")(?<n>b)"],
        ["", "(?<=(?1))"],
      ] as const) ?? [];
    return before + inner + after;
  };
  const broken = (pattern: string): string => {
    const at = Math.floor(random() * pattern.length);
    const kept = pattern.slice(0, at);
    return (
      pick([
        kept + pattern.slice(at + 1),
        kept + (pattern[at] ?? "") + pattern.slice(at),
        kept + (pick(pieces) ?? "") + pattern.slice(at),
        pattern.slice(at) + kept,
      ]) ?? pattern
    );
  };
  const made = Array.from({ length: count }, () => {
    let pattern = random() < 0.3 ? broken(pick(real) ?? "") : some(5);
    for (let depth = Math.floor(random() * 3); depth > 0; depth--)
      pattern = wrap(pattern) + (random() < 0.3 ? some(2) : "");
    return random() < 0.05 ? (pick(settings) ?? "") + pattern : pattern;
  });
  return [...real, ...made];
}
