import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { removeBuilt } from "../../scripts/lib/builtImages.mjs";
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

  const sidebar = async () => {
    const box = await editor.page.locator(".part.sidebar").boundingBox();
    if (box === null) throw new Error("There is no side bar");
    return box;
  };

  /** The volumes with the stack's data, as the engine has them. */
  const volumes = () =>
    spawnSync("docker", ["volume", "ls", "--quiet", "--filter", "name=^my-guestbook_"], { encoding: "utf8" })
      .stdout.split("\n")
      .filter((name) => name !== "");

  /** Chooses an entry of a node's menu. */
  const choose = async (node: RegExp, entry: string) => {
    const item = editor.page.getByRole("menuitem", { name: entry });
    await vi.waitUntil(
      async () => {
        await panelSays(node).click({ button: "right" });
        const pressed = async () => {
          await item.waitFor({ timeout: 5000 });
          await editor.screenshot("panel-menu");
          await item.click({ delay: 200, timeout: 5000 });
        };
        // A tree that is drawn anew at this moment closes the menu.
        return pressed().then(
          () => true,
          () => editor.page.keyboard.press("Escape").then(() => false),
        );
      },
      { timeout: 60_000 },
    );
  };

  beforeAll(async () => {
    const folder = join(parent, "my-guestbook");
    cpSync(join(root, "docs/example"), folder, { recursive: true });
    port = await anyFreePort();
    const made = spawnSync(process.execPath, [
      join(root, "dist/cli.js"),
      ...["containerize", folder, "--yes", "--set", `port=${port}`],
    ]);
    expect(made.status, made.stderr.toString()).toBe(0);
    editor = await openEditor({ folder, settings: { "workbench.colorTheme": "Default Dark Modern" } });
    await editor.page.getByRole("tab", { name: "Flask Stack" }).first().click();
  });

  afterAll(async () => {
    if (editor !== undefined) {
      spawnSync("docker", ["compose", "down", "--volumes", "--rmi", "local", "--timeout", "2"], { cwd: editor.folder });
      removeBuilt("my-guestbook");
      await editor.close();
    }
    rmSync(parent, { recursive: true, force: true });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await editor.screenshot("panel-failed");
  });

  it("shows the stack while it is down", async () => {
    await panelSays(/^Stack my-guestbook: (not built|stopped)/).waitFor();
    await panelSays(/^Service nginx: /).waitFor();
  });

  it("is started, and turns to running by itself", async () => {
    await editor.command("Flask: Start Stack");
    await panelSays(/^Stack my-guestbook: (Building|[Ss]tarting)/).waitFor({ timeout: 60_000 });
    await panelSays(/^Stack my-guestbook: running/).waitFor({ timeout: 240_000 });
    await panelSays(/^Service web: healthy/).waitFor();
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    await panelSays(/^Open http:\/\/localhost/).waitFor();
  }, 360_000);

  it("shows a service's containers with what they take, and its files", async () => {
    await panelSays(/^Service web: /).click();
    await editor.page.keyboard.press("ArrowRight");
    await panelSays(/^Container web-1: healthy .*MiB/).waitFor({ timeout: 30_000 });
    await panelSays(/^File gunicorn\.conf\.py/).waitFor();
    await editor.command("Notifications: Clear All Notifications");
    await editor.screenshot("panel-narrow");
  });

  it("is photographed for the README", async () => {
    const { page } = editor;
    await panelSays(/^Service nginx: /).click();
    await page.keyboard.press("ArrowRight");
    await panelSays(/^Container nginx-1: healthy .*MiB/).waitFor();
    // Room for the whole lines, and none of them selected.
    const { x, width } = await sidebar();
    await page.mouse.move(x + width, 600);
    await page.mouse.down();
    await page.mouse.move(560, 600, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press("Escape");
    const photograph = async (name: string) => {
      const { x, y, width } = await sidebar();
      const last = await panelSays(/^File compose\.yaml/).boundingBox();
      const bottom = (last?.y ?? 0) + (last?.height ?? 0) + 4;
      await editor.photograph(name, { x: 0, y, width: x + width, height: bottom - y });
    };
    await photograph("panel-dark");
    await editor.command("Preferences: Toggle between Light/Dark Themes");
    await page.locator(".monaco-workbench.vs").waitFor();
    await photograph("panel-light");
  });

  it("has a container's files to be looked into, and opens one to be read", async () => {
    const { page } = editor;
    await choose(/^Container web-1: healthy/, "Browse Files of Container");
    const row = (text: RegExp) => page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
    await row(/^gunicorn\.conf\.py$/).waitFor();
    expect(await page.locator(".quick-input-title").textContent()).toBe("web-1: /app");
    await editor.screenshot("panel-files");
    await row(/^guestbook$/).click();
    await row(/^__init__\.py$/).click();
    await page.getByRole("tab", { name: /^__init__\.py/ }).waitFor();
    await page.locator(".view-line", { hasText: "A guestbook that also shows" }).waitFor();
  });

  it("cancels what is on its way, and the stack goes on", async () => {
    const dockerfile = join(editor.folder, "Dockerfile");
    const text = readFileSync(dockerfile, "utf8");
    // Not over before the button is found.
    writeFileSync(dockerfile, `${text}RUN sleep 600\n`);
    await editor.command("Flask: Rebuild Stack");
    const toast = editor.page.locator(".notification-toast", { hasText: "Rebuilding the stack" }).first();
    await toast.getByRole("button", { name: "Cancel" }).click();
    await toast.waitFor({ state: "detached" });
    writeFileSync(dockerfile, text);
    await panelSays(/^Stack my-guestbook: running/).waitFor();
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it("removes what the stack left behind, and of its data only what is picked", async () => {
    const { page, folder } = editor;
    const docker = (...args: readonly string[]) => {
      const done = spawnSync("docker", args, { cwd: folder, encoding: "utf8" });
      expect(done.status, done.stderr).toBe(0);
      return done.stdout.trim();
    };
    const override = join(folder, "compose.override.yaml");
    const gone = '{image: "nginx:1.30-alpine", command: ["sleep", "1000"], init: true}';
    writeFileSync(override, `services: {gone: ${gone}}\n`);
    docker("compose", "up", "--detach", "--no-deps", "gone");
    rmSync(override);
    docker("volume", "create", "--label", "com.docker.compose.project=my-guestbook", "my-guestbook_old");
    await editor.command("Flask: Remove Leftovers");
    const row = (text: string) => page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
    const isPicked = (text: string) => row(text).getByRole("checkbox").first().getAttribute("aria-checked");
    await row("my-guestbook-gone-1").waitFor();
    expect(await row("my-guestbook-gone-1").textContent()).toContain(
      "container of a service that is not in compose.yaml",
    );
    expect(await row("my-guestbook_old").textContent()).toContain("volume with data, which is lost");
    expect([await isPicked("my-guestbook-gone-1"), await isPicked("my-guestbook_old")]).toEqual(["true", "false"]);
    await editor.screenshot("panel-leftovers");
    await page.keyboard.press("Enter");
    const left = () => docker("ps", "--all", "--quiet", "--filter", "name=^my-guestbook-gone-1$");
    await expect.poll(left).toBe("");
    expect(volumes()).toContain("my-guestbook_old");
    docker("volume", "rm", "my-guestbook_old");
    await panelSays(/^Stack my-guestbook: running/).waitFor();
  });

  it("opens the page in a browser by a click on its address", async () => {
    const opened = editor.page.context().waitForEvent("page");
    await panelSays(/^Open http:\/\/localhost/).click();
    const browser = await opened;
    await browser.getByRole("heading", { name: "Guestbook" }).waitFor();
    await browser.close();
  });

  it("says that debugging needs the Python debugger, where there is none", async () => {
    await editor.command("Flask: Debug in Container");
    const toast = editor.page.locator(".notification-toast", {
      hasText: "Debugging needs the extension Python Debugger",
    });
    await toast.first().getByRole("button", { name: "Install" }).waitFor();
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
        { interval: 500 },
      )
      .toEqual(expect.arrayContaining([expect.stringMatching(/warning\W+nginx-1\W.*no-such-page/)]));
  });

  it("says how the stack is in the status bar", async () => {
    await editor.page.locator(".statusbar-item", { hasText: /my-guestbook: running/ }).waitFor();
  });

  it("is stopped as a whole by the button above it, also while a service is selected", async () => {
    await panelSays(/^Service web: healthy/).click();
    await editor.page.getByRole("button", { name: "Stop Stack" }).first().click();
    await panelSays(/^Stack my-guestbook: stopped/).waitFor({ timeout: 60_000 });
    await panelSays(/^Service web: stopped/).waitFor();
  });

  it("is taken down with its data only after a question, and is there still", async () => {
    const dialog = editor.page.getByRole("dialog").filter({ hasText: "Take the stack my-guestbook down?" });
    await editor.command("Flask: Take Stack Down");
    await dialog.getByText("That cannot be undone.").waitFor();
    await editor.screenshot("panel-down");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(volumes()).toEqual(["my-guestbook_instance"]);

    await editor.command("Flask: Take Stack Down");
    await dialog.getByRole("button", { name: "Take Down and Delete Data" }).click();
    await expect.poll(volumes, { timeout: 60_000 }).toEqual([]);
    await panelSays(/^Service web: not started/).waitFor();
  });
});
