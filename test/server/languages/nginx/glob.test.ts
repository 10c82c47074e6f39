import { expect, test } from "vitest";
import { globToRegExp } from "../../../../server/src/languages/nginx/glob";

test.each([
  ["*.conf", "a.conf .conf", "a.confx a/b.conf aconf"],
  ["a?.conf", "ab.conf", "a.conf abc.conf"],
  ["[ab]*.conf", "a.conf bx.conf", "c.conf"],
  ["[!a-c].conf", "d.conf", "b.conf"],
  ["[^a-c].conf", "d.conf", "b.conf"],
  ["[]x].conf", "].conf x.conf", "y.conf"],
  ["[a-].conf", "a.conf -.conf", "b.conf"],
  // While it is typed, and what nobody means.
  ["[a", "[a", "a"],
  ["a]", "a]", "a"],
  ["[z-a]*.conf", "", "z.conf a.conf m.conf"],
  ["[\\].conf", "\\.conf", "a.conf"],
  ["(a|b)+.conf", "(a|b)+.conf", "a.conf"],
])("%s", (pattern, matching, others) => {
  const names = (text: string) => text.split(" ").filter((name) => name !== "");
  const found = [...names(matching), ...names(others)].filter((name) => globToRegExp(pattern).test(name));
  expect(found).toEqual(names(matching));
});
