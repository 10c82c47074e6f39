/** Judging Nginx configs: the whole process beside `nginx -t` and crossplane on the same file, and keystrokes over stdio. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalog } from "./nginx/catalog.mjs";
import { checks } from "./nginx/check.mjs";
import { keystrokes } from "./nginx/keystrokes.mjs";

export async function nginx() {
  const folder = mkdtempSync(join(tmpdir(), "bench-nginx-"));
  try {
    return [
      ...(await checks(folder)),
      catalog(),
      ...(await keystrokes(folder, 10_000, { diagnostics: 15, completion: 10, hover: 5, memory: 150 })),
      ...(await keystrokes(folder, 10_000, { diagnostics: 15 }, true)),
      ...(await keystrokes(folder, 100, { diagnostics: 3, completion: 3, hover: 3 })),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
