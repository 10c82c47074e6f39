import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tarOf } from "../../../../server/src/engine/docker/tar";

const long = `${"a".repeat(60)}/${"b".repeat(60)}/${"c".repeat(90)}`;

test("tar itself reads the archive: names, contents, folders", () => {
  const files = new Map([
    ["nginx.conf", "events {}\n"],
    ["conf.d/빈 파일.conf", ""],
    ["conf.d/deep/a.conf", "x".repeat(1000)],
    ["whole", "y".repeat(512)],
    [long, "long"],
  ]);
  const folder = mkdtempSync(join(tmpdir(), "tar "));
  try {
    execFileSync("tar", ["-x", "-C", folder], { input: tarOf(files), stdio: ["pipe", "ignore", "pipe"] });
    for (const [path, text] of files) expect(readFileSync(join(folder, path), "utf8"), path).toBe(text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a path that does not fit is refused", () => {
  expect(() => tarOf(new Map([["a".repeat(120), ""]]))).toThrow("too long");
});
