import { defineConfig } from "vitest/config";

/** Tests against a real engine: one file after another, since they share it, and builds take their time. */
export default defineConfig({
  test: {
    include: ["test/docker/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
