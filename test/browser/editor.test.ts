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
  await editor.findCommand("Flask: Containerize");
  await editor.screenshot("palette");
  await editor.page.keyboard.press("Escape");
  await editor.open("guestbook/__init__.py");
  expect(await editor.page.getByRole("tab", { name: "__init__.py" }).count()).toBe(1);
});
