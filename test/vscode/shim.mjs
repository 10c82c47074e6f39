#!/usr/bin/env node
/**
 * Takes the arguments of VS Code's desktop program and runs the same extension tests in code-server with a headless
 * browser for a window. `runTests({ vscodeExecutablePath })` cannot tell the difference.
 */
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { format } from "node:util";
import { startBrowser, startCodeServer } from "../browser/codeServer.mts";

const args = process.argv.slice(2);
const value = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = resolve(args.find((arg) => !arg.startsWith("-")) ?? ".");
const profile = { userData: value("user-data-dir"), extensions: value("extensions-dir") };

// Without the test driver the workbench does not report the end of the run.
const flags = ["--disable-workspace-trust", "--vscode-option", "enable-smoke-test-driver"];
const server = await startCodeServer(profile, flags);
const browser = await startBrowser();
const page = await browser.newPage();

/** The workbench's own log, of which the tests' output is a part; the report has that apart. */
await page.exposeFunction("codeAutomationLog", (_type, values) => {
  if (process.env.FLASK_STACK_LOG) appendFileSync(process.env.FLASK_STACK_LOG, `${format(...values)}\n`);
  if (process.env.FLASK_STACK_DEBUG) console.log(...values);
});
const ended = new Promise((done) => {
  page.exposeFunction("codeAutomationExit", done);
  page.once("crash", () => done(1));
  setTimeout(done, 600_000, 1).unref();
});

const remote = (path) => `vscode-remote://${server.host}${resolve(path)}`;
const payload = [
  ["extensionDevelopmentPath", remote(value("extensionDevelopmentPath"))],
  ["extensionTestsPath", remote(value("extensionTestsPath"))],
  ["skipWelcome", "true"],
];
const url = new URL(`http://${server.host}/`);
url.searchParams.set(folder.endsWith(".code-workspace") ? "workspace" : "folder", folder);
url.searchParams.set("payload", JSON.stringify(payload));
await page.goto(url.href);

const code = await ended;
await browser.close();
await server.stop();
process.exit(code);
