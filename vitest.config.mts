import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/server/**/*.test.ts", "test/client/**/*.test.ts"],
    // Many files wait for the programs that they compare with: a machine of two cores has no reason to leave one idle.
    maxWorkers: "100%",
    testTimeout: 30_000,
    // Some bundle the program first, which takes a busy machine a while.
    hookTimeout: 60_000,
  },
});
