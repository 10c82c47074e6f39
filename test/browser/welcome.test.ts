import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type Editor, openEditor } from "./editor.mts";

const hasDocker = spawnSync("docker", ["info"]).status === 0;
const work = mkdtempSync(join(tmpdir(), "flask-stack-welcome-"));
/** Where an engine is looked for: there is none until a test puts one there. */
const socket = join(work, "docker.sock");
let editor: Editor | undefined;

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await editor?.screenshot("welcome-failed");
  await editor?.close();
  editor = undefined;
  rmSync(socket, { force: true });
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const app = "from flask import Flask\n\napp = Flask(__name__)\n";
const texts: Readonly<Record<string, string>> = {
  "plain/README.md": "Nothing of Flask.\n",
  "shop/app.py": app,
  "shop/requirements.txt": "flask\n",
  "stack/compose.yaml": "services: {web: {image: none}}\n",
  // Otherwise this machine itself would do.
  ".vscode/settings.json": JSON.stringify({ "flaskStack.engine": "docker" }),
};

/** A window on the folder of `texts`, which is not trusted yet; with no engine at all. */
async function open(): Promise<Editor> {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(work, "projects", path)), { recursive: true });
    writeFileSync(join(work, "projects", path), text);
  }
  editor = await openEditor({
    folder: join(work, "projects"),
    trust: true,
    settings: { "security.workspace.trust.startupPrompt": "never" },
    env: { DOCKER_HOST: `unix://${socket}` },
  });
  return editor;
}

/** Opens the panel; waits for its text, and gives its one button. */
async function welcome({ page }: Editor, text: string | RegExp) {
  const view = page.locator(".part.sidebar .welcome-view:visible");
  await expect
    .poll(async () => {
      const tab = page.getByRole("tab", { name: "Flask Stack" }).first();
      // A click on the one that is open would close it.
      if ((await tab.getAttribute("aria-expanded")) !== "true") await tab.click();
      return view.getByText(text).count();
    })
    .toBeGreaterThan(0);
  expect(await view.locator(".monaco-button").count()).toBe(1);
  return view.locator(".monaco-button");
}

describe("the panel's welcome", () => {
  it("leads on from each state: not trusted, no engine, not containerized, no Flask app, no folder", async () => {
    const opened = await open();
    const { page, folder } = opened;
    const untrusted = await welcome(opened, /this waits until you trust the workspace/);
    await opened.screenshot("welcome-untrusted");
    await untrusted.click();
    await page.getByRole("button", { name: "Trust", exact: true }).click();
    await page.getByText("You trust this folder").first().waitFor();
    await page
      .locator(".monaco-modal-editor-block")
      .getByRole("button", { name: /^Close/ })
      .click();

    const engineless = await welcome(opened, /no engine that answers to run it: start Docker/);
    await opened.screenshot("welcome-no-engine");
    if (hasDocker) {
      symlinkSync("/var/run/docker.sock", socket);
      // The panel asks again by itself, and may have been faster.
      await engineless.click({ timeout: 5000 }).catch(() => undefined);
      await page.getByRole("treeitem", { name: /^Stack projects\/stack: (not built|stopped)/ }).waitFor();
    }

    await opened.visit(join(folder, "shop"));
    const uncontained = await welcome(opened, /This is a Flask project that has no stack yet/);
    await opened.screenshot("welcome-uncontained");
    await uncontained.click();
    await page.locator(".quick-input-list .monaco-list-row", { hasText: /Write \d+ files/ }).waitFor();
    await page.keyboard.press("Escape");

    await opened.visit(join(folder, "plain"));
    const plain = await welcome(opened, /No Flask app was found in this folder/);
    await opened.screenshot("welcome-no-flask");
    writeFileSync(join(folder, "plain/main.py"), app);
    await plain.click();
    await welcome(opened, /This is a Flask project that has no stack yet/);

    await opened.visit();
    const nothing = await welcome(opened, "Open the folder of a Flask project to see its stack here.");
    await opened.screenshot("welcome-no-folder");
    await nothing.click();
    await page.locator(".quick-input-widget:visible input").first().waitFor();
  });
});
