/**
 * `npm start [-- DIR]`: containerizes DIR (without one, a copy of docs/example), brings its stack up, sends a request
 * through it and says where it is. Ctrl-C takes it down; with no terminal it goes down by itself after the answer.
 */
import { build } from "./build.mjs";
import { nodeModules, withOwnNode } from "./setup/node-modules.mjs";
import { readArguments } from "./start/usage.mjs";

const given = readArguments(process.argv.slice(2), await texts());
if (given.text === undefined) {
  await nodeModules();
  await withOwnNode();
  await build();
  // Only now is there what it imports.
  const { demo } = await import("./start/demo.mjs");
  process.exitCode = await demo(given.folder);
} else {
  (given.code === 0 ? process.stdout : process.stderr).write(`${given.text}\n`);
  process.exitCode = given.code;
}

/** The person's language, where what speaks it is installed already; else English. */
async function texts() {
  try {
    const { speak } = await import("./start/speak.mjs");
    speak();
    return await import("@vscode/l10n");
  } catch {
    return { t: (text, ...values) => text.replace(/\{(\d)\}/g, (_, at) => values[at]) };
  }
}
