import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Locator } from "playwright-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Editor, type EditorOptions, openEditor } from "./editor.mts";

let editor: Editor | undefined;
const made: string[] = [];

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await editor?.screenshot("folders-failed");
  await editor?.close();
  editor = undefined;
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A window on files that are given as text, by path. */
async function open(texts: Readonly<Record<string, string>>, options: Partial<EditorOptions> = {}): Promise<Editor> {
  const parent = mkdtempSync(join(tmpdir(), "flask-stack-folders-"));
  made.push(parent);
  const folder = join(parent, "projects");
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  editor = await openEditor({ folder, ...options });
  return editor;
}

const app = (name: string) =>
  `from flask import Flask\n\n${name} = Flask(__name__)\n\n\n@${name}.get("/")\ndef home():\n    return "${name}"\n`;

const line = ({ page }: Editor, text: string | RegExp): Locator =>
  page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();

const title = ({ page }: Editor): Locator => page.locator(".quick-input-title").first();

const toast = ({ page }: Editor, text: string | RegExp): Locator =>
  page.locator(".notification-toast", { hasText: text }).first();

describe("a workspace of several folders", () => {
  const projects = {
    "shop/app.py": app("shop"),
    "shop/requirements.txt": "flask\n",
    "blog/app.py": app("blog"),
    "blog/requirements.txt": "flask\n",
    "both.code-workspace": JSON.stringify({ folders: [{ path: "shop", name: "The Shop" }, { path: "blog" }] }),
  };

  it("is asked which of them to containerize, and writes there alone", async () => {
    const opened = await open(projects, { workspace: "both.code-workspace" });
    const { page, folder } = opened;
    await opened.command("Flask: Containerize");
    await line(opened, "The Shop").waitFor();
    await opened.screenshot("folders-ask");
    await line(opened, "blog").click();
    await line(opened, /Write \d+ files/).waitFor();
    expect(await title(opened).textContent()).toBe("Containerize blog");
    expect(await line(opened, "Flask app").textContent()).toContain("app:blog");
    await page.keyboard.press("Enter");
    await toast(opened, /files were written/).waitFor();
    expect(existsSync(join(folder, "blog/Dockerfile"))).toBe(true);
    expect(existsSync(join(folder, "shop/Dockerfile"))).toBe(false);
    expect(readFileSync(join(folder, "blog/compose.yaml"), "utf8")).toContain("nginx");

    // Without a question from the folder's own menu.
    const entry = page.getByRole("menuitem", { name: /Containerize/ });
    await vi.waitUntil(
      async () => {
        await page.getByRole("treeitem", { name: "The Shop" }).first().click({ button: "right" });
        const pressed = async () => {
          await entry.waitFor({ timeout: 5000 });
          // A menu hears no button that is let go within a tenth of a second after it was drawn.
          await entry.click({ delay: 200, timeout: 5000 });
        };
        // A tree that is drawn anew at this moment closes the menu.
        return pressed().then(
          () => true,
          () => page.keyboard.press("Escape").then(() => false),
        );
      },
      { timeout: 60_000 },
    );
    await line(opened, /Write \d+ files/).waitFor();
    expect(await title(opened).textContent()).toBe("Containerize The Shop");
    expect(await line(opened, "Flask app").textContent()).toContain("app:shop");
    await opened.screenshot("folders-menu");
  });
});

describe("a folder that is not on a disk", () => {
  it("is explained, and nothing is written", async () => {
    const virtual = {
      "app.py": app("app"),
      // The editor's own settings are the one file system of this window that is no disk.
      "virtual.code-workspace": JSON.stringify({ folders: [{ uri: "vscode-userdata:/User", name: "remote" }] }),
    };
    const opened = await open(virtual, { workspace: "virtual.code-workspace" });
    await opened.command("Flask: Containerize");
    await toast(opened, /is not on a disk: clone the repository/).waitFor();
    await opened.page.getByRole("button", { name: "Clone Repository" }).first().waitFor();
    await opened.screenshot("folders-virtual");
    await opened.command("View: Show Flask Stack");
    await opened.page.getByText("This folder is not on a disk").first().waitFor();
    await opened.screenshot("folders-virtual-panel");
  });
});

describe("a stack with no engine to run it", () => {
  it("says what to do about it", async () => {
    const texts = {
      "app.py": app("app"),
      "requirements.txt": "flask\n",
      // Otherwise this machine itself would do.
      ".vscode/settings.json": JSON.stringify({ "flaskStack.engine": "docker" }),
    };
    const opened = await open(texts, { env: { DOCKER_HOST: "unix:///there/is/no.sock" } });
    await opened.command("Flask: Containerize");
    await line(opened, /Write \d+ files/).click();
    // At once: a message goes away by itself.
    await toast(opened, /files were written/)
      .getByRole("button", { name: "Start Stack" })
      .click();
    const sentence = /There is no Docker engine at unix:\/\/\/there\/is\/no\.sock .*: start it, or choose another one/;
    await toast(opened, sentence).waitFor();
    await opened.screenshot("no-engine-start");
    await opened.command("View: Show Flask Stack");
    await opened.page.getByText("There is a stack here, and no engine that answers to run it: start Docker.").waitFor();
    await opened.page.getByRole("button", { name: "Try Again" }).waitFor();
    await opened.page.locator(".statusbar-item", { hasText: /projects: engine not available/ }).waitFor();
    await opened.screenshot("no-engine");
  });
});
