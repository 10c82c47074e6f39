import { defineConfig } from "vitest/config";

/**
 * Against a real engine, with time enough to build. A few files at once, since stacks mostly wait to be asked whether they
 * are healthy; each names its projects and ports itself. Run it after `npm run build`.
 */
export default defineConfig({
  test: {
    include: ["test/docker/**/*.test.ts"],
    maxWorkers: 3,
    // Engine, containers and tests share the processors, and what is slow once is not wrong: once more, and the report says so.
    retry: 1,
    testTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 300_000,
  },
});
