import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../scripts/lib/chromium.mjs";
import { codeServerEntry } from "../../scripts/setup/code-server.mjs";

/** Folders of one VS Code of its own: nothing of the machine's user is read or written. */
export interface Profile {
  readonly userData: string;
  readonly extensions: string;
}

export interface CodeServer {
  /** Such as 127.0.0.1:40123. */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * A profile under `folder`, with nothing that moves, asks or phones home, and with these user settings on top. Its
 * extensions may be in a folder that several windows share, one after the other.
 */
export function makeProfile(
  folder: string,
  settings: Record<string, unknown> = {},
  extensions = join(folder, "extensions"),
): Profile {
  const profile = { userData: join(folder, "user"), extensions };
  mkdirSync(join(profile.userData, "User"), { recursive: true });
  mkdirSync(profile.extensions, { recursive: true });
  const quiet = {
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
    "workbench.enableExperiments": false,
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": false,
    "extensions.ignoreRecommendations": true,
    "update.mode": "none",
    "git.openRepositoryInParentFolders": "never",
    "chat.disableAIFeatures": true,
    "window.commandCenter": false,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
  };
  writeFileSync(join(profile.userData, "User", "settings.json"), JSON.stringify({ ...quiet, ...settings }, null, 2));
  return profile;
}

/** Installs a VSIX into the profile; throws what code-server says if it cannot. */
export function installExtension(profile: Profile, vsix: string): void {
  const done = spawnSync(process.execPath, [codeServerEntry, ...profileFlags(profile), "--install-extension", vsix], {
    encoding: "utf8",
    env: environment(profile),
  });
  if (done.status !== 0) throw new Error(`${vsix} does not install: ${done.stderr || done.stdout}`);
}

/**
 * Makes the editor's language available, as its language pack does, but with no translations of VS Code's own texts:
 * what is spoken in that language then is the extension's.
 */
export function useLanguage({ userData }: Profile, language: string): void {
  const texts = join(userData, `vscode.${language}.json`);
  writeFileSync(texts, JSON.stringify({ version: "1.0.0", contents: {} }));
  const extension = { extensionIdentifier: { id: `ms-ceintl.vscode-language-pack-${language}` }, version: "1.0.0" };
  const pack = { hash: language, extensions: [extension], translations: { vscode: texts }, label: language };
  writeFileSync(join(userData, "languagepacks.json"), JSON.stringify({ [language]: pack }));
}

/** Starts VS Code on a free port of this machine. Resolves when it listens. */
export async function startCodeServer(
  profile: Profile,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<CodeServer> {
  const fixed = ["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check"];
  const child = spawn(process.execPath, [codeServerEntry, ...fixed, ...profileFlags(profile), ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment(profile), ...env },
    // A group of its own: it starts further processes, and all of them have to go.
    detached: true,
  });
  return { host: await listening(child), stop: () => stop(child) };
}

/** The machine's own Chromium, without a window. */
export function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("There is no Chromium: install one, or name it in CHROMIUM");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function profileFlags({ userData, extensions }: Profile): string[] {
  return ["--user-data-dir", userData, "--extensions-dir", extensions, "--config", join(userData, "config.yaml")];
}

/** code-server wants a config file, and Node's own flags and a parent VS Code must not reach it. */
function environment(profile: Profile): NodeJS.ProcessEnv {
  writeFileSync(join(profile.userData, "config.yaml"), "auth: none\n");
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_") && name !== "NODE_OPTIONS");
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    // No marketplace: what a run needs is in the package under test.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const read = (line: string): void => {
      said.push(line);
      const host = /HTTP server listening on http:\/\/([^/\s]+)/.exec(line)?.[1];
      if (host) resolve(host);
      if (process.env.FLASK_STACK_DEBUG) console.error(line);
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", read);
    }
    child.once("exit", (code) => reject(new Error(`code-server ended with ${code}:\n${said.join("\n")}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    const { pid } = child;
    // It gives what it started seconds to end, which nobody needs here.
    const hurry = setTimeout(() => process.kill(-pid, "SIGKILL"), 1000);
    child.once("exit", () => {
      clearTimeout(hurry);
      resolve();
    });
    process.kill(-pid, "SIGTERM");
  });
}
