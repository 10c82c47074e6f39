/**
 * `npm start [-- DIR]`: containerizes DIR (without one, a copy of docs/example), brings its stack up, sends a request
 * through it and says where it is. Ctrl-C takes it down; with no terminal it goes down by itself after the answer.
 */
import { resolve } from "node:path";
import { build } from "./build.mjs";
import { nodeModules, withOwnNode } from "./setup/node-modules.mjs";

await nodeModules();
await withOwnNode();
await build();

// Only now is there what it imports.
const { demo } = await import("./start/demo.mjs");
const given = process.argv[2];
// npm runs scripts in the checkout: a relative DIR is meant from where the person is.
process.exitCode = await demo(given === undefined ? undefined : resolve(process.env.INIT_CWD ?? ".", given));
