import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/server/**/*.test.ts", "test/client/**/*.test.ts"], testTimeout: 30_000 },
});
