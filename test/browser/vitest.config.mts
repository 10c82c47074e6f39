import { defineConfig } from "vitest/config";

/** Tests in a whole editor: two windows at a time, since one waits often, for itself or for Docker. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["test/browser/installed.mts"],
    maxWorkers: 2,
    // An editor draws itself anew when it pleases, and takes a menu or a list with it: once more, and the report says so.
    retry: 1,
    testTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 300_000,
  },
});
