import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { inject } from "vitest";
import { root } from "../../scripts/lib/paths.mjs";
import { makeProfile, startBrowser, startCodeServer, useLanguage } from "./codeServer.mts";

/** A whole editor with the packaged extension installed, as a person uses it. */
export interface Editor {
  readonly page: Page;
  /** The folder that is open: a copy, free to be changed. */
  readonly folder: string;
  /** Opens another folder in the same window, by its path; no folder where there is none. */
  visit(folder?: string): Promise<void>;
  /** Opens the palette with the command of this title on top. */
  findCommand(title: string): Promise<void>;
  /** Runs a command by its title in the palette, such as "Flask: Containerize". */
  command(title: string): Promise<void>;
  /** Opens a file of the folder through the quick open box. */
  open(path: string): Promise<void>;
  /** Writes `out/screenshots/NAME.png`, of the whole window or of a part of it, and gives its path. */
  screenshot(name: string, part?: Area): Promise<string>;
  /** As `screenshot`, of a part of the window, once the palette, messages and the pointer are away: for the README. */
  photograph(name: string, part: Area): Promise<string>;
  close(): Promise<void>;
}

/** A part of the window, in pixels from its upper left corner. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface EditorOptions {
  /** Copied to a temporary place, and the copy opened. */
  readonly folder: string;
  /** A file of the folder, NAME.code-workspace, that is opened instead of the folder itself. */
  readonly workspace?: string;
  readonly settings?: Record<string, unknown>;
  /** Added to the environment of VS Code and so of the extension. */
  readonly env?: NodeJS.ProcessEnv;
  readonly width?: number;
  readonly height?: number;
  /** Asks whether the folder is trusted, as a fresh VS Code does; without this it is trusted. */
  readonly trust?: boolean;
  /** The editor's display language; English unless told. */
  readonly language?: "ko";
}

export async function openEditor(options: EditorOptions): Promise<Editor> {
  const work = mkdtempSync(join(tmpdir(), "flask-stack-editor-"));
  const folder = join(work, basename(options.folder));
  cpSync(options.folder, folder, { recursive: true });
  const profile = makeProfile(work, options.settings, inject("extensions"));
  if (options.language !== undefined) useLanguage(profile, options.language);
  const flags = [
    ...(options.trust ? [] : ["--disable-workspace-trust"]),
    ...(options.language === undefined ? [] : ["--locale", options.language]),
  ];
  const server = await startCodeServer(profile, flags, options.env);
  const browser = await startBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const viewport = { width: options.width ?? 1280, height: options.height ?? 800 };
    const page = await browser.newPage({ viewport });
    // Half of that is at times too little for a machine that has more to do.
    page.setDefaultTimeout(60_000);
    const go = async (opened: Record<string, string>, sign: Locator): Promise<void> => {
      await page.goto(`http://${server.host}/?${new URLSearchParams(opened)}`);
      await sign.first().waitFor({ timeout: 120_000 });
    };
    const visit = (path?: string) =>
      go(path === undefined ? { ew: "true" } : { folder: path }, page.getByRole("tab", { name: "Flask Stack" }));
    const opened = options.workspace === undefined ? { folder } : { workspace: join(folder, options.workspace) };
    await go(opened, page.getByRole("treeitem"));
    return { page, folder, close, visit, ...gestures(page) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What lies over the window for a while. */
const passing = [".quick-input-widget", ".notification-toast", ".monaco-hover", ".context-view"];

function gestures(page: Page): Pick<Editor, "command" | "findCommand" | "open" | "screenshot" | "photograph"> {
  const box = page.locator(".quick-input-widget input").first();
  const first = page.locator(".quick-input-list .monaco-list-row").first();
  /** Opens the box with a key and types; tells whether the first row is then the one that is meant. */
  const looksFor = async (key: string, text: string, row: string): Promise<boolean> => {
    await page.keyboard.press(key);
    await box.fill(text, { timeout: 5_000 });
    await first.waitFor({ timeout: 5_000 });
    // The list follows what is typed a moment later.
    await page.waitForTimeout(250);
    return (await first.textContent({ timeout: 5_000 }))?.includes(row) ?? false;
  };
  /** A window that has just opened loses keys, closes the box again, and does not know all commands yet. */
  const find = async (key: string, text: string, row: string): Promise<void> => {
    for (const deadline = Date.now() + 120_000; Date.now() < deadline; await page.waitForTimeout(250)) {
      if (await looksFor(key, text, row).catch(() => false)) return;
      await page.keyboard.press("Escape");
    }
    throw new Error(`"${text}" finds no "${row}"`);
  };
  const findCommand = (title: string): Promise<void> => find("F1", `>${title}`, title);
  const picture = async (name: string, clip?: Area): Promise<string> => {
    const folder = join(root, "out/screenshots");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, animations: "disabled", ...(clip === undefined ? {} : { clip }) });
    return path;
  };
  return {
    findCommand,
    async command(title) {
      await findCommand(title);
      await page.keyboard.press("Enter");
    },
    async open(path) {
      await find("Control+p", path, basename(path));
      await page.keyboard.press("Enter");
      await page.getByRole("tab", { name: basename(path) }).waitFor();
    },
    screenshot: picture,
    async photograph(name, part) {
      // A message with a button stays until it is told to go.
      await findCommand("Notifications: Clear All Notifications");
      await page.keyboard.press("Enter");
      await page.mouse.move(part.x + part.width, part.y + part.height + 100);
      await page.locator(`:is(${passing.join()}):visible`).first().waitFor({ state: "hidden" });
      return picture(name, part);
    },
  };
}
