import { expect, test } from "vitest";
import { pipRequirement } from "../../../../server/src/engine/host/pipRequirement";

// Poetry's own documentation of its version constraints.
test.each([
  ["flask ^1.2.3", "flask>=1.2.3,<2"],
  ["flask ^1.2", "flask>=1.2,<2"],
  ["flask ^1", "flask>=1,<2"],
  ["flask ^0.2.3", "flask>=0.2.3,<0.3"],
  ["flask ^0.0.3", "flask>=0.0.3,<0.0.4"],
  ["flask ^0.0", "flask>=0.0,<0.1"],
  ["flask ^0", "flask>=0,<1"],
  ["flask ~1.2.3", "flask>=1.2.3,<1.3"],
  ["flask ~1.2", "flask>=1.2,<1.3"],
  ["flask ~1", "flask>=1,<2"],
  ["flask 3.0.1", "flask==3.0.1"],
  ["flask[async] ^3.0", "flask[async]>=3.0,<4"],
])("%s is %s for pip", (text, expected) => expect(pipRequirement(text)).toBe(expected));

test.each([
  "flask",
  "flask>=3",
  "flask ~=3.0",
  "flask == 3.0",
  'flask>=3; python_version < "3.13"',
  "flask @ https://x/y.whl",
])("%s stays as it is", (text) => expect(pipRequirement(text)).toBe(text));
