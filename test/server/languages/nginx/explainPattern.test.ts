import { expect, test } from "vitest";
import { explainPattern } from "../../../../server/src/languages/nginx/features/explainPattern";

test.each<[pattern: string, parts: readonly string[]]>([
  ["plain/text", []],
  ["a\\.b", ["a\\.b: exactly `a.b`"]],
  ["ab+?c", ["a: exactly `a`", "b+?: exactly `b`, once or more, as few as will do", "c: exactly `c`"]],
  ["(?:a|b){2}", ["(?:: a group that is not kept", "  a: exactly `a`", "  |: or", "  b: exactly `b`", "){2}: 2 times"]],
  ["[]a]x*+", ["[]a]: one of `]a`", "x*+: exactly `x`, any number of times, or not at all"]],
  ["\\Q(a\\E?", ["(: exactly `(`", "a?: exactly `a`, or not at all"]],
  ["(?x) a  # why\n \\d", ["(?x): other rules from here", "a: exactly `a`", "\\d: a digit"]],
  [
    "(?|(a)|(b))(?<n>c)\\k<n>",
    [
      "(?|: a group whose branches number their groups alike",
      "  (: kept as $1",
      "    a: exactly `a`",
      "  |: or",
      "  (: kept as $1",
      "    b: exactly `b`",
      "(?<n>: kept as $n",
      "  c: exactly `c`",
      "\\k<n>: the same text as `$n`",
    ],
  ],
  [
    "(a)\\1(?1)(?R)?",
    [
      "(: kept as $1",
      "  a: exactly `a`",
      "\\1: the same text as `$1`",
      "(?1): the pattern of `$1` once more",
      "(?R)?: the whole pattern once more, or not at all",
    ],
  ],
  [
    "\\p{L}\\P{^Greek}é+",
    [
      "\\p{L}: a character with the property `L`",
      "\\P{^Greek}: a character with the property `Greek`",
      "é+: exactly `é`, once or more",
    ],
  ],
  [
    "(*nlb:a)(?>b)",
    [
      "(*nlb:: before it does not stand",
      "  a: exactly `a`",
      "(?>: a group that is not kept, and that gives nothing back",
      "  b: exactly `b`",
    ],
  ],
  ["a(", []],
])("%s", (pattern, parts) => {
  const told = explainPattern(pattern).map(
    ({ source, meaning, depth }) => `${"  ".repeat(depth)}${source}: ${meaning}`,
  );
  expect(told).toEqual(parts);
});
