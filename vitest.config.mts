import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/server/**/*.test.ts", "test/client/**/*.test.ts"],
    globalSetup: ["test/server/cli/shared.mts"],
    // The modules are read once a worker and not once a file: hooks belong to a test's file, and what it sets it puts back.
    isolate: false,
    // Some files mostly wait for the programs that they start: one more than there are processors leaves none idle.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 60_000,
    // Some start whole programs, and what is slow once is not wrong: once more, and the report says so.
    retry: 1,
    // One second, which is what there is otherwise, is little on a machine that has more to do.
    // And a test that asserts nothing cannot fail.
    expect: { poll: { timeout: 20_000 }, requireAssertions: true },
    // Some wait until the program is bundled, which takes a busy machine a while.
    hookTimeout: 60_000,
  },
});
