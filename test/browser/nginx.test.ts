import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Editor, openEditor } from "./editor.mts";

const files = {
  "compose.yaml": `services:
  nginx:
    image: nginx:1.30-alpine
    ports: ["8080:8080"]
  web:
    build: .
    expose: [8000]
`,
  "nginx/nginx.conf": `events {}

http {
    server {
        listen 8080;
        client_max_body_size 10485760;

        location / {
            proxy_set_header Host $host;
            proxy_pass http://wbe:8000;
        }

        location ~ "^/(?<lang>[a-z]{2})/docs/" {
            expires 90m;
        }

        # here
    }
}
`,
};

let editor: Editor;
let made: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "shop-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  editor = await openEditor({
    folder: made,
    width: 1000,
    height: 560,
    settings: { "workbench.sideBar.location": "right", "workbench.activityBar.location": "hidden" },
  });
  await editor.open("nginx/nginx.conf");
  await editor.command("View: Close Primary Side Bar").catch(() => undefined);
  await editor.page.locator(".squiggly-warning").first().waitFor();
});
afterAll(async () => {
  await editor?.close();
  rmSync(made, { recursive: true, force: true });
});

/** Puts the cursor so many lines down and columns in, from 1. */
async function goTo(line: number, column: number): Promise<void> {
  const { page } = editor;
  const box = page.locator(".quick-input-widget input").first();
  await until(async () => {
    await page.keyboard.press("Control+g");
    await box.fill(`:${line}:${column}`, { timeout: 5000 });
    await page.keyboard.press("Enter");
    await box.waitFor({ state: "hidden", timeout: 5000 });
    await page.locator(".statusbar-item", { hasText: `Ln ${line}, Col ${column}` }).waitFor({ timeout: 5000 });
  });
}

/** Does something again until it works: a window that is busy loses keys. */
const until = (gesture: () => Promise<unknown>): Promise<boolean> =>
  vi.waitUntil(
    () =>
      gesture().then(
        () => true,
        () => editor.page.keyboard.press("Escape").then(() => false),
      ),
    { timeout: 90_000 },
  );

const positionOf = (text: string): [line: number, column: number] => {
  const before = files["nginx/nginx.conf"].slice(0, files["nginx/nginx.conf"].indexOf(text)).split("\n");
  return [before.length, (before.at(-1) ?? "").length + 1];
};

it("explains a regular expression under the cursor", async () => {
  const { page } = editor;
  const [line, column] = positionOf("[a-z]{2}");
  await goTo(line, column);
  const hover = page.locator(".monaco-hover", { hasText: "kept as $lang" }).first();
  await until(async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Control+i");
    await hover.waitFor({ timeout: 10_000 });
  });
  await editor.screenshot("nginx-hover");
  expect(await hover.textContent()).toContain("2 times");
  await page.keyboard.press("Escape");
});

it("says of a directive what it takes, where it stands and what it does, in either theme", async () => {
  const { page } = editor;
  const [line, column] = positionOf("client_max_body_size");
  const photograph = async (name: string) => {
    await editor.command("Notifications: Clear All Notifications");
    await goTo(line, column + 3);
    const hover = page.locator(".monaco-hover", { hasText: "maximum allowed size" }).first();
    await until(async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.press("Control+i");
      await hover.waitFor({ timeout: 10_000 });
    });
    const pane = await page.locator(".part.editor").boundingBox();
    const box = await hover.boundingBox();
    if (pane === null || box === null) throw new Error("The hover is not there");
    // Without tabs and breadcrumbs.
    const top = pane.y + 58;
    const [width, height] = [box.x + box.width + 12 - pane.x, box.y + box.height + 12 - top];
    await editor.screenshot(name, { x: pane.x, y: top, width, height });
    const text = await hover.textContent();
    for (const part of ["client_max_body_size size;", "Default: 1m", "Context: http, http", "ngx_http_core_module"])
      expect(text).toContain(part);
    await page.keyboard.press("Escape");
  };
  await photograph("nginx-hover-light");
  await editor.command("Preferences: Toggle between Light/Dark Themes");
  await page.locator(".monaco-workbench.vs-dark").waitFor();
  await photograph("nginx-hover-dark");
  await editor.command("Preferences: Toggle between Light/Dark Themes");
  await page.locator(".monaco-workbench.vs").waitFor();
});

it("offers the stack's hosts by a quick fix, which mends the file", async () => {
  const { page } = editor;
  const [line, column] = positionOf("wbe");
  await goTo(line, column + 1);
  const menu = page.locator(".action-widget", { hasText: 'Change to "web"' });
  await until(async () => {
    await page.keyboard.press("Control+.");
    await menu.waitFor({ timeout: 10_000 });
  });
  await editor.screenshot("nginx-fix");
  await page.keyboard.press("Enter");
  await page.locator(".view-line", { hasText: "http://web:8000" }).first().waitFor();
  await page.keyboard.press("Control+s");
  await expect.poll(() => readFileSync(join(editor.folder, "nginx/nginx.conf"), "utf8")).toContain("http://web:8000;");
});

it("completes what may stand there, with its documentation", async () => {
  const { page } = editor;
  const [line, column] = positionOf("# here");
  await goTo(line, column);
  await page.keyboard.press("Shift+End");
  await page.keyboard.type("gzip_c");
  const list = page.locator(".suggest-widget.visible");
  await list.locator(".monaco-list-row", { hasText: "gzip_comp_level" }).first().waitFor();
  // The key shows the documentation of a list that is there, and asks for a list where it was just drawn anew.
  const details = page.locator(".suggest-details");
  const shown = async () => {
    if (!(await details.first().isVisible())) await page.keyboard.press("Control+Space");
    return details.first().isVisible();
  };
  await expect.poll(shown, { timeout: 30_000, interval: 1000 }).toBe(true);
  await details.filter({ hasText: "compression level" }).waitFor();
  await editor.screenshot("nginx-completion");
  await page.keyboard.press("Enter");
  await page
    .locator(".view-line", { hasText: /gzip_comp_level\s+\d/ })
    .first()
    .waitFor();
});
