import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import axe from "axe-core";
import type { Frame, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { removeBuilt } from "../../scripts/lib/builtImages.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { anyFreePort } from "../../server/src/engine/ports";
import { type Editor, openEditor } from "./editor.mts";
import { axeFaults, breakPolicy, focused } from "./inPicture.mjs";

const work = mkdtempSync(join(tmpdir(), "flask-stack-picture-"));
/** Its name is the name of the stack: no other has it. */
const example = join(work, "our-guestbook");
let editor: Editor | undefined;
let port = 0;
/** What the browser's console has said. */
const said: string[] = [];

const run = (program: string, args: readonly string[], cwd: string) =>
  promisify(execFile)(program, [...args], { cwd, maxBuffer: 2 ** 26 });

beforeAll(async () => {
  port = await anyFreePort();
  cpSync(join(root, "docs/example"), example, { recursive: true });
  await run(
    process.execPath,
    [join(root, "dist/cli.js"), "containerize", example, "--yes", "--set", `port=${port}`],
    work,
  );
});

afterAll(async () => {
  const folder = editor?.folder;
  if (folder !== undefined) await run("docker", ["compose", "down", "--volumes", "--rmi", "local"], folder);
  removeBuilt("our-guestbook");
  await editor?.close();
  rmSync(work, { recursive: true, force: true });
});

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

/** Opens pages of the app, now more, now fewer, until it is told to stop. */
function visitors() {
  let over = false;
  const paths = ["/", "/static/style.css", "/request", "/request.json"];
  const visit = async () => {
    for (let round = 0; !over; round++) {
      const count = Math.round(3 + 2 * Math.sin(round / 25));
      const wrong = round % 30 === 0 ? ["/missing"] : [];
      await Promise.all(
        [...paths.slice(0, count), ...wrong].map((path) =>
          fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined),
        ),
      );
      await sleep(150);
    }
  };
  const visiting = visit();
  return {
    stop: () => {
      over = true;
      return visiting;
    },
  };
}

/** The pictures of the README; FLASK_STACK_PHOTOS says how many seconds of visits are to be seen in them. */
async function photographs(editor: Editor): Promise<void> {
  const { page } = editor;
  await editor.command("View: Close Primary Side Bar");
  await page.setViewportSize({ width: 928, height: 800 });
  await sleep(Number(process.env.FLASK_STACK_PHOTOS ?? 0) * 1000);
  const photograph = async (name: string) => {
    const pane = await page.locator(".part.editor").boundingBox();
    const last = await pageOf(page).locator("#chart-time").boundingBox();
    if (pane === null || last === null) throw new Error("The picture is not there");
    await editor.photograph(name, { ...pane, height: last.y + last.height + 8 - pane.y });
  };
  await photograph("picture-dark");
  await editor.command("Preferences: Toggle between Light/Dark Themes");
  await page.locator(".monaco-workbench.vs").waitFor();
  await photograph("picture-light");
}

/** The frame of the picture's own page. */
async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await pageOf(page).locator("body").elementHandle())?.ownerFrame();
  if (!frame) throw new Error("The picture is not there");
  return frame;
}

/** The picture's own page, in the frames that VS Code puts it into. */
const pageOf = (page: Page): FrameLocator =>
  page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");

describe("Flask: Show Stack, as a person uses it", () => {
  it("draws the way of a stack that is down from its files, then as it runs", async () => {
    await editor?.close();
    editor = await openEditor({
      folder: example,
      settings: { "workbench.colorTheme": "Default Dark Modern" },
      width: 1440,
      height: 1000,
    });
    const { page, folder } = editor;
    page.on("console", (message) => said.push(message.text()));
    await editor.command("Flask: Show Stack");
    const picture = pageOf(page);
    await picture.getByRole("heading", { name: "Gunicorn" }).waitFor();
    await picture.getByText("Nothing runs: this is what the files say.").waitFor();
    await editor.screenshot("picture-down");

    await run("docker", ["compose", "up", "--detach", "--build", "--wait"], folder);
    await picture.locator("#state", { hasText: "running" }).waitFor({ timeout: 60_000 });
    expect(await picture.locator("#advice").isVisible()).toBe(false);
    const titles = await picture.locator("#way h3").allTextContents();
    expect(titles).toEqual(["Published port", "Nginx", "Upstream web", "Gunicorn", "Flask app"]);

    await picture.locator("#way dd", { hasText: /^2 running$/ }).waitFor({ timeout: 60_000 });

    const visits = visitors();
    try {
      const rate = picture.locator("#chart-rate .legend b").first();
      await expect.poll(() => rate.textContent()).toMatch(/^[1-9]/);
      await expect.poll(() => picture.locator("#chart-cpu .legend li").count()).toBe(2);
      await expect.poll(() => picture.locator("#requests tbody tr").count()).toBeGreaterThan(20);
      await picture.locator("#requests tbody tr", { hasText: "/missing" }).filter({ hasText: "404" }).first().waitFor();
      await editor.screenshot("picture");
      await photographs(editor);
    } finally {
      await visits.stop();
    }
  });

  it("lets nothing out, and runs nothing but the extension's own", async () => {
    if (editor === undefined) throw new Error("no editor");
    const frame = await frameOf(editor.page);
    const policy = await frame.locator("meta[http-equiv]").getAttribute("content");
    expect(policy).toMatch(/^default-src 'none'; style-src [^;]+; script-src 'nonce-[\w+/=]{20,}'$/);
    // What has happened until now broke no rule: the browser says so in its console.
    expect(said.filter((text) => /Content.Security.Policy/i.test(text))).toEqual([]);
    const refused = await frame.evaluate(breakPolicy, `http://127.0.0.1:${port}/`);
    expect(refused.title).not.toBe("ran");
    expect(refused.found).toEqual([
      "connect-src",
      "img-src",
      "script-src",
      "script-src-attr",
      "script-src-elem",
      "style-src-elem",
    ]);
  });

  it("is walked through with the keyboard in the order of a request's way", async () => {
    if (editor === undefined) throw new Error("no editor");
    const { page } = editor;
    const frame = await frameOf(page);
    const all = await frame
      .locator("#way button")
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""));
    expect(all.filter((label) => !/ Opens \S+:\d+$/.test(label))).toEqual([]);
    await frame.locator("#urls button").last().focus();
    const stages: string[] = [];
    const labels: string[] = [];
    for (const _ of all) {
      await page.keyboard.press("Tab");
      const { stage, label } = await frame.evaluate(focused);
      if (stages.at(-1) !== stage) stages.push(stage);
      labels.push(label);
    }
    expect(labels).toEqual(all);
    expect(stages).toEqual(["Published port", "Nginx", "Upstream web", "Gunicorn", "Flask app"]);
    await page.keyboard.press("Tab");
    expect((await frame.evaluate(focused)).name).toBe("SUMMARY");
    await page.keyboard.press("Enter");
    await frame.getByRole("rowheader", { name: "Response time: half are faster" }).waitFor();
  });

  it.each(["light", "dark", "forced colours"])("has no fault that axe finds, in %s", async (colours) => {
    if (editor === undefined) throw new Error("no editor");
    const { page } = editor;
    if (colours === "dark") {
      await editor.command("Preferences: Toggle between Light/Dark Themes");
      await page.locator(".monaco-workbench.vs-dark").waitFor();
    }
    await page.emulateMedia({ forcedColors: colours === "forced colours" ? "active" : "none" });
    const frame = await frameOf(page);
    await frame.evaluate(axe.source);
    expect(await frame.evaluate(axeFaults)).toEqual([]);
    await page.emulateMedia({ forcedColors: null });
  });

  it("leads to the line that decides a part, with the keyboard, and measures on until it is closed", async () => {
    if (editor === undefined) throw new Error("no editor");
    const { page, folder } = editor;
    const picture = pageOf(page);
    await expect.poll(() => followers(folder)).toBeGreaterThan(0);
    const limit = picture.getByRole("button", { name: /^client_max_body_size 1m\. Opens nginx\/nginx\.conf:\d+$/ });
    const opened = page.getByRole("tab", { name: "nginx.conf" });
    // A part that is drawn anew at this moment loses the focus.
    await vi.waitUntil(
      () =>
        limit
          .press("Enter", { timeout: 5000 })
          .then(() => opened.waitFor({ timeout: 5000 }))
          .then(
            () => true,
            () => false,
          ),
      { timeout: 60_000 },
    );
    await page.locator(".current-line ~ *, .view-line", { hasText: "client_max_body_size 1m" }).first().waitFor();
    await editor.screenshot("picture-line");

    // In the background.
    await expect.poll(() => picture.locator("body").count()).toBe(0);
    expect(followers(folder)).toBeGreaterThan(0);
    expect((await fetch(`http://127.0.0.1:${port}/while-nobody-looks`)).status).toBe(404);
    const tab = page.getByRole("tab", { name: /^Stack our-guestbook/ });
    await tab.click();
    await picture.locator("#requests tbody tr", { hasText: "/while-nobody-looks" }).waitFor();
    await picture.locator("#chart-rate .legend b", { hasText: /\d/ }).first().waitFor();
    expect(await picture.locator("#requests tbody tr").count()).toBeGreaterThan(20);

    await tab.getByRole("button", { name: /^Close/ }).click();
    await expect.poll(() => followers(folder)).toBe(0);
  });
});
