import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach } from "vitest";
import { follow } from "../../../client/src/stack/follow";
import { stackNodes } from "../../../client/src/stack/model";
import type { Node } from "../../../client/src/stack/model/node";
import { removeBuilt } from "../../../scripts/lib/builtImages.mjs";
import { chooseEngine } from "../../../server/src/engine/chooseEngine";
import type { Engine } from "../../../server/src/engine/engine";
import { value } from "../../server/engine/support";
import { mustRun, run } from "../support/run";

/** A stack in a folder of its own, as the panel has it. */
export interface PanelStack {
  readonly folder: string;
  readonly engine: Engine;
  write(path: string, text: string): void;
  compose(...args: readonly string[]): Promise<string>;
  /** The panel's root of this stack, as it is drawn right now. */
  root(): Node;
  /** The node of a service. */
  service(name: string): Node | undefined;
  /** What of the panel is drawn, a line a node: the label and the description. */
  lines(): readonly string[];
  remove(): Promise<void>;
}

/** Writes the files, and opens the panel on them. `name` is the folder's own name. */
export async function openPanel(name: string, files: Readonly<Record<string, string>>): Promise<PanelStack> {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "panel-")));
  const folder = join(parent, name);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return panelOf(folder, () => rmSync(parent, { recursive: true, force: true }), write);
}

/** Opens the panel on a folder that is there. */
export async function panelOf(
  folder: string,
  cleanUp: () => void,
  write: PanelStack["write"] = (path, text) => writeFileSync(join(folder, path), text),
): Promise<PanelStack> {
  const engine = value(await chooseEngine(folder, { engine: "docker" }));
  // What the panel is given by VS Code: the engine of a folder. All else of it is the real one.
  const source = { choose: async () => ({ ok: true as const, value: engine }), forget() {} };
  const followed = follow(source, { folder: pathToFileURL(folder).toString(), name: "shop" }, () => undefined);
  await followed.read();
  followed.attend(true);
  const root = () => {
    const [node] = stackNodes([followed.view()], { now: Date.now(), usage: new Map(), problems: new Map() });
    if (node === undefined) throw new Error("There is no root");
    return node;
  };
  const compose = async (...args: readonly string[]) =>
    (await mustRun("docker", ["compose", ...args], { cwd: folder })).stdout;
  return {
    folder,
    engine,
    write,
    compose,
    root,
    service: (name) => root().children.find(({ service }) => service === name),
    lines: () => flat([root()]).map(({ label, description }) => `${label}: ${description}`),
    async remove() {
      followed.stop();
      await run("docker", ["compose", "down", "--volumes", "--remove-orphans", "--rmi", "local", "--timeout", "1"], {
        cwd: folder,
      });
      removeBuilt(basename(folder));
      cleanUp();
    },
  };
}

/**
 * How long an event may take to be seen, and how long what the engine does by itself may, where other tests build images
 * beside this one.
 */
export const soon = { timeout: 30_000, interval: 20 };
export const later = { timeout: 120_000, interval: 100 };

/** What a service is that only has to be there. */
export const image = "python:3.13-slim";
export const sleeping = `image: ${image}\n    command: ["sleep", "1000"]\n    init: true\n    stop_grace_period: 1s`;

/** Opens a panel in each test of a file, and removes its stack after it. `usual` is the folder's name unless told. */
export function openInEach(
  usual: string,
): (files: Readonly<Record<string, string>>, name?: string) => Promise<PanelStack> {
  let stack: PanelStack | undefined;
  afterEach(async () => {
    await stack?.remove();
    stack = undefined;
  });
  return async (files, name = usual) => {
    stack = await openPanel(name, files);
    return stack;
  };
}

export const flat = (nodes: readonly Node[]): readonly Node[] =>
  nodes.flatMap((node) => [node, ...flat(node.children)]);
