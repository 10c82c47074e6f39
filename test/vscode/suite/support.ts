/// <reference types="mocha" />
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { ContainerizeArguments } from "../../../client/src/containerize/command";
import type { ContainerizeOutcome } from "../../../client/src/containerize/finish";
import type { Api } from "../../../client/src/extension";

const identifier = "flask-stack.flask-stack";

export function extension(): vscode.Extension<Api> {
  const found = vscode.extensions.getExtension<Api>(identifier);
  if (found === undefined) throw new Error(`${identifier} is not installed in this window`);
  return found;
}

/** The folder that the window was opened with. */
export function workspaceFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error("the window has no folder");
  return folder.uri;
}

export const containerize = (given: ContainerizeArguments): Thenable<ContainerizeOutcome> =>
  vscode.commands.executeCommand<ContainerizeOutcome>("flaskStack.containerize", given);

/** A Flask project in a folder of its own, with characters in its name that a shell would trip over. */
export class TemporaryProject {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "플라스크 'stack' ")));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  copy(from: string): void {
    cpSync(from, this.root, { recursive: true });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.file(join(this.root, path));
  }

  /** Every file with its content, by its path. */
  content(): Readonly<Record<string, string>> {
    const names = readdirSync(this.root, { recursive: true, withFileTypes: true, encoding: "utf8" });
    return Object.fromEntries(
      names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1))
        .sort()
        .map((path) => [path, this.read(path)]),
    );
  }

  remove(): void {
    // The editor may write a last time while it is removed.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}

export const flaskApp = {
  "app.py": "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get('/')\ndef hello():\n    return 'hello'\n",
  "requirements.txt": "flask\n",
};

/** Waits until something holds that VS Code does in its own time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patience = 60_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`after ${patience} ms it is still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A port that nobody listens at now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(address)));
    });
  });
