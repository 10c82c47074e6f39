import { defineConfig } from "vitest/config";

/** Against a real engine: one stack at a time, and time enough to build it. Run it after `npm run build`. */
export default defineConfig({
  test: {
    include: ["test/docker/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
