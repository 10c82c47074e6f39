import { expect, test } from "vitest";
import { plainLine } from "../../../../server/src/engine/docker/logLine";

test.each([
  ["\u001b[2Kweb-1  | ready", "web-1  | ready"],
  ["\u001b[2K\u001b[1A\u001b[0Gweb-1  | ready", "web-1  | ready"],
  ["web-1  | \u001b[31mred\u001b[0m [2K]", "web-1  | \u001b[31mred\u001b[0m [2K]"],
])("%j is %j", (line, plain) => expect(plainLine(line)).toBe(plain));
