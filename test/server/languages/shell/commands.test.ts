import { describe, expect, test } from "vitest";
import { readCommands } from "../../../../server/src/languages/shell/commands";

describe("simple commands of a shell text", () => {
  test.each<[string, string[][]]>([
    ["a b c", [["a", "b", "c"]]],
    ["a 'b c' \"d e\" f\\ g", [["a", "b c", "d e", "f g"]]],
    ["a && b || c; d | e &", [["a"], ["b"], ["c"], ["d"], ["e"]]],
    ["a # not this\nb", [["a"], ["b"]]],
    ["a \\\n  b", [["a", "b"]]],
    ["a ';' b", [["a", ";", "b"]]],
    ["if x; then a b; fi", [["x"], ["a", "b"]]],
    ["X=1 a", [["X=1", "a"]]],
    ["a ${X:-y} $Z ${W}", [["a", "y", "$Z", "1"]]],
    ["a $(b c; d) e", [["a", "$(b c; d)", "e"]]],
    ["a 'unclosed", [["a", "unclosed"]]],
    ["", []],
  ])("%j", (text, expected) => expect(readCommands(text, new Map([["W", "1"]]))).toEqual(expected));
});
