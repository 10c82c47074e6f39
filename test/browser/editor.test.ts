import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../scripts/lib/paths.mjs";
import { type Editor, openEditor } from "./editor.mts";

let editor: Editor;

beforeAll(async () => {
  editor = await openEditor({ folder: join(root, "docs/example") });
});
afterAll(() => editor?.close());

it("opens a folder with the packaged extension installed, whose commands are in the palette", async () => {
  await editor.page.keyboard.press("F1");
  await editor.page.locator(".quick-input-widget input").first().fill(">Flask: Containerize");
  const first = editor.page.locator(".quick-input-list .monaco-list-row").first();
  await first.waitFor();
  expect(await first.textContent()).toContain("Flask: Containerize");
  await editor.screenshot("palette");
  await editor.page.keyboard.press("Escape");
});
