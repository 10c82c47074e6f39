import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { root } from "../../scripts/lib/paths.mjs";
import { type Editor, type EditorOptions, openEditor } from "./editor.mts";

let editor: Editor | undefined;

afterEach(async () => {
  await editor?.close();
  editor = undefined;
});

const open = async (options: Pick<EditorOptions, "trust" | "language"> = {}): Promise<Editor> => {
  editor = await openEditor({ folder: join(root, "docs/example"), ...options });
  return editor;
};

/** A line of the picker that is on the screen. */
const line = ({ page }: Editor, text: string | RegExp): Locator =>
  page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();

/** The screen may be longer than the window: what is typed leaves the lines that have it. */
const narrow = ({ page }: Editor, text: string): Promise<void> =>
  page.locator(".quick-input-widget input").first().fill(text);

const toast = ({ page }: Editor, text: string | RegExp): Locator =>
  page.locator(".notification-toast", { hasText: text }).first();

describe("Flask: Containerize, as a person uses it", () => {
  it("shows one screen, comes back to it from a diff, and writes with Enter", async () => {
    const opened = await open();
    const { page, folder } = opened;
    await opened.command("Flask: Containerize");
    await line(opened, /Write \d+ files/).waitFor();
    expect(await line(opened, "Flask app").textContent()).toContain("guestbook:create_app()");
    expect(existsSync(join(folder, "Dockerfile"))).toBe(false);
    await opened.screenshot("containerize");

    await line(opened, "Dockerfile").click();
    await page.getByRole("tab", { name: /Dockerfile/ }).waitFor();
    await page.locator(".monaco-diff-editor .editor.modified .view-line", { hasText: /\w/ }).first().waitFor();
    await opened.screenshot("containerize-diff");
    // The button in the editor's title leads back.
    await page.getByRole("button", { name: "Back to the Plan" }).first().click();
    await line(opened, "Dockerfile").waitFor();
    expect(await line(opened, "Dockerfile").getAttribute("class")).toContain("focused");

    await line(opened, "Port").click();
    await page.getByText("The port that Nginx is reached at").first().waitFor();
    await page.locator(".quick-input-widget input").first().fill("9099");
    await page.keyboard.press("Enter");
    await line(opened, /Port.*9099/).waitFor();
    // The Enter that its line names accepts.
    await expect.poll(() => line(opened, /Write \d+ files/).getAttribute("class")).toContain("focused");
    await page.keyboard.press("Enter");
    await toast(opened, /files were written/).waitFor();
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(["Dockerfile", "compose.yaml", "gunicorn.conf.py", "nginx", ".flask-stack.json"]),
    );
    await opened.screenshot("containerize-written");
  });

  it("keeps a file of the user's, until told to take the new one", async () => {
    const opened = await open();
    const mine = join(opened.folder, "gunicorn.conf.py");
    writeFileSync(mine, "workers = 1\n");
    await opened.command("Flask: Containerize");
    await line(opened, /Files of yours that stay as they are: 1/).waitFor();
    await narrow(opened, "gunicorn.conf.py");
    await line(opened, /gunicorn\.conf\.py.*yours, stays/).click();
    await line(opened, "Take the new one").click();
    await line(opened, /Write \d+ files/).waitFor();
    await narrow(opened, "gunicorn.conf.py");
    await line(opened, /gunicorn\.conf\.py.*changes/).waitFor();
    await narrow(opened, "");
    await line(opened, /Write \d+ files/).click();
    await toast(opened, /files were written/).waitFor();
    expect(readFileSync(mine, "utf8")).not.toBe("workers = 1\n");
  });

  it("in a workspace that is not trusted shows the same plan, and writes nothing", async () => {
    const opened = await open({ trust: true });
    const { page, folder } = opened;
    const before = readdirSync(folder).sort();
    const restricted = page.getByRole("button", { name: /No, I don't trust/ });
    if (await restricted.isVisible()) await restricted.click();
    await opened.command("Flask: Containerize");
    await line(opened, "This workspace is not trusted").waitFor();
    expect(await line(opened, "Flask app").textContent()).toContain("guestbook:create_app()");
    await opened.screenshot("containerize-untrusted");
    await page.keyboard.press("Enter");
    await page.getByText("In a Trusted Folder").first().waitFor();
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it("speaks Korean in a Korean editor: the manifest, the client and the language server", async () => {
    const opened = await open({ language: "ko" });
    const { page } = opened;
    await opened.command("Flask: 컨테이너로 만들기");
    await line(opened, /파일 \d+개 쓰기/).waitFor();
    expect(await line(opened, "Flask 앱").textContent()).toContain("에 적혀 있음");
    expect(await line(opened, "파일의 주석").textContent()).toContain("한국어");
    await opened.screenshot("containerize-ko");
    await page.keyboard.press("Escape");

    await page.getByRole("tab", { name: "Flask Stack" }).first().click();
    const welcome = page.locator(".part.sidebar .welcome-view:visible");
    await welcome.getByText(/아직 스택이 없는 Flask 프로젝트입니다/).waitFor();
    expect(await welcome.locator(".monaco-button").allTextContents()).toEqual(["컨테이너로 만들기"]);
  });
});
