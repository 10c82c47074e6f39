import { expect, test } from "vitest";
import { whatFailed } from "../../../../server/src/engine/docker/upProblem";

test.each([
  { failed: { unhealthy: false, silent: false, exitCode: 3 }, says: "web does not stay up: its last lines say why" },
  {
    failed: { unhealthy: true, silent: false, exitCode: 0 },
    says: "web runs but is not healthy: its last lines say why",
  },
  { failed: { unhealthy: false, silent: true, exitCode: 0 }, says: "web ended with exit status 0 and wrote nothing" },
  { failed: { unhealthy: false, silent: true, exitCode: undefined }, says: "web ended and wrote nothing" },
  { failed: { unhealthy: true, silent: true, exitCode: 0 }, says: "web runs but is not healthy, and wrote nothing" },
])("a service that failed: $failed", ({ failed, says }) => {
  const message = whatFailed("web", failed);
  expect(message).toContain(says);
  // Lines are only spoken of where there are some.
  expect(message.includes("last lines")).toBe(!failed.silent);
  expect(message.includes("flask-stack check")).toBe(failed.silent);
});
