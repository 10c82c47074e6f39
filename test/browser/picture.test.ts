import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/lib/paths.mjs";
import { anyFreePort } from "../../server/src/engine/ports";
import { type Editor, openEditor } from "./editor.mts";

const work = mkdtempSync(join(tmpdir(), "flask-stack-picture-"));
/** Its name is the name of the stack: no other has it. */
const example = join(work, "picture-guestbook");
let editor: Editor | undefined;
let port = 0;

const run = (program: string, args: readonly string[], cwd: string) =>
  execFileSync(program, [...args], { cwd, stdio: "pipe" });

beforeAll(async () => {
  port = await anyFreePort();
  cpSync(join(root, "docs/example"), example, { recursive: true });
  run(process.execPath, [join(root, "dist/cli.js"), "containerize", example, "--yes", "--set", `port=${port}`], work);
}, 120_000);

afterAll(async () => {
  const folder = editor?.folder;
  if (folder !== undefined) run("docker", ["compose", "down", "--volumes", "--rmi", "local"], folder);
  await editor?.close();
  rmSync(work, { recursive: true, force: true });
}, 120_000);

/** How many programs follow the logs of the stack in a folder: the picture has one while it can be seen. */
const followers = (folder: string): number =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        return words.includes("logs") && words.includes("--follow") && readlinkSync(`/proc/${name}/cwd`) === folder;
      } catch {
        return false;
      }
    }).length;

/** The picture's own page, in the frames that VS Code puts it into. */
const pageOf = (page: Page): FrameLocator =>
  page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");

describe("Flask: Show Stack, as a person uses it", () => {
  it("draws the way of a stack that is down from its files, then as it runs", async () => {
    editor = await openEditor({
      folder: example,
      settings: { "workbench.colorTheme": "Default Dark Modern" },
      width: 1440,
      height: 1000,
    });
    const { page, folder } = editor;
    await editor.command("Flask: Show Stack");
    const picture = pageOf(page);
    await picture.getByRole("heading", { name: "Gunicorn" }).waitFor();
    await picture.getByText("Nothing runs: this is what the files say.").waitFor();
    await editor.screenshot("picture-down");

    run("docker", ["compose", "up", "--detach", "--build", "--wait"], folder);
    await picture.locator("#state", { hasText: "running" }).waitFor({ timeout: 30_000 });
    expect(await picture.locator("#advice").isVisible()).toBe(false);
    const titles = await picture.locator("#way h3").allTextContents();
    expect(titles).toEqual(["Published port", "Nginx", "Upstream web", "Gunicorn", "Flask app"]);

    await picture.locator("#way dd", { hasText: /^2 running$/ }).waitFor({ timeout: 15_000 });

    for (let round = 0; round < 20; round++) {
      await Promise.all(
        ["/", "/", "/missing", "/static/style.css"].map((path) => fetch(`http://127.0.0.1:${port}${path}`)),
      );
      await page.waitForTimeout(250);
    }
    const rate = picture.locator("#chart-rate .legend b").first();
    await expect.poll(() => rate.textContent(), { timeout: 10_000 }).toMatch(/^[1-9]/);
    await expect.poll(() => picture.locator("#chart-cpu .legend li").count(), { timeout: 10_000 }).toBe(2);
    await expect.poll(() => picture.locator("#requests tbody tr").count(), { timeout: 10_000 }).toBeGreaterThan(20);
    await picture.locator("#requests tbody tr", { hasText: "/missing" }).filter({ hasText: "404" }).first().waitFor();
    await editor.screenshot("picture");
  });

  it("leads to the line that decides a part, with the keyboard, and measures nothing while it is hidden", async () => {
    if (editor === undefined) throw new Error("no editor");
    const { page, folder } = editor;
    const picture = pageOf(page);
    expect(followers(folder)).toBeGreaterThan(0);
    const limit = picture.getByRole("button", { name: /^client_max_body_size 1m\. Opens nginx\/nginx\.conf:\d+$/ });
    await limit.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "nginx.conf" }).waitFor();
    await page.locator(".current-line ~ *, .view-line", { hasText: "client_max_body_size 1m" }).first().waitFor();
    await editor.screenshot("picture-line");
    await expect.poll(() => followers(folder), { timeout: 10_000 }).toBe(0);

    await page.getByRole("tab", { name: /^Stack picture-guestbook/ }).click();
    await picture.locator("#chart-rate .legend b", { hasText: /\d/ }).first().waitFor();
    await expect.poll(() => picture.locator("#requests tbody tr").count(), { timeout: 10_000 }).toBeGreaterThan(20);
    await expect.poll(() => followers(folder), { timeout: 10_000 }).toBeGreaterThan(0);
  });
});
