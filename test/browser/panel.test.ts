import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { root } from "../../scripts/lib/paths.mjs";
import { anyFreePort } from "../../server/src/engine/ports";
import { type Editor, openEditor } from "./editor.mts";

const hasDocker = spawnSync("docker", ["info"]).status === 0;

/** A person starts the stack, watches it come up, opens the page, reads a log, and stops it. */
describe.runIf(hasDocker)("the panel, as a person uses it", () => {
  const parent = mkdtempSync(join(tmpdir(), "flask-stack-panel-"));
  let editor: Editor;
  let port: number;

  const panelSays = (words: RegExp) => editor.page.getByRole("treeitem", { name: words }).first();

  /** The volumes with the stack's data, as the engine has them. */
  const volumes = () =>
    spawnSync("docker", ["volume", "ls", "--quiet", "--filter", "name=^browser-guestbook_"], { encoding: "utf8" })
      .stdout.split("\n")
      .filter((name) => name !== "");

  /** Chooses an entry of a node's menu. */
  const choose = async (node: RegExp, entry: string) => {
    const item = editor.page.getByRole("menuitem", { name: entry });
    await vi.waitUntil(
      async () => {
        await panelSays(node).click({ button: "right" });
        // A tree that is drawn anew at this moment closes the menu.
        return item.waitFor({ timeout: 3000 }).then(
          () => true,
          () => editor.page.keyboard.press("Escape").then(() => false),
        );
      },
      { timeout: 30_000 },
    );
    await editor.screenshot("panel-menu");
    await item.click({ delay: 200 });
  };

  beforeAll(async () => {
    const folder = join(parent, "browser-guestbook");
    cpSync(join(root, "docs/example"), folder, { recursive: true });
    port = await anyFreePort();
    const made = spawnSync(process.execPath, [
      join(root, "dist/cli.js"),
      ...["containerize", folder, "--yes", "--set", `port=${port}`],
    ]);
    expect(made.status, made.stderr.toString()).toBe(0);
    editor = await openEditor({ folder, settings: { "workbench.colorTheme": "Default Dark Modern" } });
    await editor.page.getByRole("tab", { name: "Flask Stack" }).first().click();
  }, 180_000);

  afterAll(async () => {
    if (editor !== undefined) {
      spawnSync("docker", ["compose", "down", "--volumes", "--rmi", "local", "--timeout", "2"], { cwd: editor.folder });
      await editor.close();
    }
    rmSync(parent, { recursive: true, force: true });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await editor.screenshot("panel-failed");
  });

  it("shows the stack while it is down", async () => {
    await panelSays(/^Stack browser-guestbook: (not built|stopped)/).waitFor();
    await panelSays(/^Service nginx: /).waitFor();
  });

  it("is started, and turns to running by itself", async () => {
    await editor.command("Flask: Start Stack");
    await panelSays(/^Stack browser-guestbook: (Building|[Ss]tarting)/).waitFor({ timeout: 60_000 });
    await panelSays(/^Stack browser-guestbook: running/).waitFor({ timeout: 120_000 });
    await panelSays(/^Service web: healthy/).waitFor();
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    await panelSays(/^Open http:\/\/localhost/).waitFor();
  }, 180_000);

  it("shows a service's containers with what they take, and its files", async () => {
    await panelSays(/^Service web: /).click();
    await editor.page.keyboard.press("ArrowRight");
    await panelSays(/^Container web-1: healthy .*MiB/).waitFor({ timeout: 30_000 });
    await panelSays(/^File gunicorn\.conf\.py/).waitFor();
    // Room for the whole lines, and no message over the picture.
    const sash = await editor.page.locator(".part.sidebar").boundingBox();
    const edge = (sash?.x ?? 0) + (sash?.width ?? 0);
    await editor.page.mouse.move(edge, 400);
    await editor.page.mouse.down();
    await editor.page.mouse.move(edge + 300, 400, { steps: 5 });
    await editor.page.mouse.up();
    await editor.command("Notifications: Clear All Notifications");
    await editor.screenshot("panel-dark");
    await editor.command("Preferences: Toggle between Light/Dark Themes");
    await editor.page.locator(".monaco-workbench.vs").waitFor();
    await editor.screenshot("panel-light");
  });

  it("has a container's files to be looked into, and opens one to be read", async () => {
    const { page } = editor;
    await choose(/^Container web-1: healthy/, "Browse Files of Container");
    const row = (text: RegExp) => page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
    await row(/^gunicorn\.conf\.py$/).waitFor({ timeout: 20_000 });
    expect(await page.locator(".quick-input-title").textContent()).toBe("web-1: /app");
    await editor.screenshot("panel-files");
    await row(/^guestbook$/).click();
    await row(/^__init__\.py$/).click();
    await page.getByRole("tab", { name: /^__init__\.py/ }).waitFor();
    await page.locator(".view-line", { hasText: "A guestbook that also shows" }).waitFor();
  });

  it("cancels what is on its way, and the stack goes on", async () => {
    await editor.command("Flask: Rebuild Stack");
    const toast = editor.page.locator(".notification-toast", { hasText: "Rebuilding the stack" }).first();
    await toast.getByRole("button", { name: "Cancel" }).click();
    await toast.waitFor({ state: "detached", timeout: 20_000 });
    await panelSays(/^Stack browser-guestbook: running/).waitFor({ timeout: 30_000 });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it("shows a log", async () => {
    await editor.command("Flask: Show Stack Logs");
    // What was written before is shown service by service; what is asked now comes last, where the editor scrolls to.
    await expect
      .poll(
        async () => {
          await fetch(`http://127.0.0.1:${port}/no-such-page`);
          return editor.page.locator(".view-lines").allTextContents();
        },
        { timeout: 30_000, interval: 500 },
      )
      .toEqual(expect.arrayContaining([expect.stringMatching(/warning\W+nginx-1\W.*no-such-page/)]));
  });

  it("says how the stack is in the status bar", async () => {
    await editor.page.locator(".statusbar-item", { hasText: /browser-guestbook: running/ }).waitFor();
  });

  it("is stopped as a whole by the button above it, also while a service is selected", async () => {
    await panelSays(/^Service web: healthy/).click();
    await editor.page.getByRole("button", { name: "Stop Stack" }).first().click();
    await panelSays(/^Stack browser-guestbook: stopped/).waitFor({ timeout: 60_000 });
    await panelSays(/^Service web: stopped/).waitFor();
  }, 90_000);

  it("is taken down with its data only after a question, and is there still", async () => {
    const dialog = editor.page.getByRole("dialog").filter({ hasText: "Take the stack browser-guestbook down?" });
    await editor.command("Flask: Take Stack Down");
    await dialog.getByText("That cannot be undone.").waitFor();
    await editor.screenshot("panel-down");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(volumes()).toEqual(["browser-guestbook_instance"]);

    await editor.command("Flask: Take Stack Down");
    await dialog.getByRole("button", { name: "Take Down and Delete Data" }).click();
    await expect.poll(volumes, { timeout: 30_000 }).toEqual([]);
    await panelSays(/^Service web: not started/).waitFor({ timeout: 20_000 });
  }, 90_000);
});
