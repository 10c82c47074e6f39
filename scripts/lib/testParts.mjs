/**
 * The parts of `npm test`, in their order. `run` gives the counts of its tests, or throws Unavailable. What mostly waits
 * runs beside others: it begins with the first of those that `beside` names, and is shown in its turn.
 */
import { build } from "../build.mjs";
import { makePackage } from "../package.mjs";
import { baseImages } from "../setup/base-images.mjs";
import { codeServer } from "../setup/code-server.mjs";
import { composePlugins } from "../setup/compose-plugins.mjs";
import { debian } from "../setup/debian.mjs";
import { engine } from "../setup/engine.mjs";
import { Unavailable } from "./run.mjs";
import { check, made, vitest, vscodeSuites } from "./testCounts.mjs";

export const parts = [
  {
    name: "typecheck",
    what: "the compiler accepts every file",
    run: async () => {
      await check("typescript/bin/tsc", "--noEmit");
      // What runs in a page knows the document, and nothing of Node.
      return check("typescript/bin/tsc", "--noEmit", "--project", "client/src/picture/webview");
    },
  },
  {
    name: "lint",
    what: "the linter and formatter have nothing to say",
    run: () => check("@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."),
  },
  { name: "build", what: "the bundles", run: () => made(build) },
  {
    name: "unit",
    what: "project, plans, languages, server and command line",
    run: async () => {
      await ifPossible(() => debian("hostEngine", "nginxModules", "tools"));
      return vitest("vitest.config.mts");
    },
  },
  {
    name: "setup",
    what: "what the following have to find on this machine",
    run: () =>
      made(async () => {
        for (const setup of [codeServer, docker, () => debian("ssh", "load")]) await ifPossible(setup);
        return "looked for";
      }),
  },
  { name: "package", what: "the VSIX, without warnings and within its size", run: () => made(makePackage) },
  {
    name: "vscode",
    what: "suites inside a real VS Code",
    run: async () => {
      await codeServer();
      await ifPossible(docker);
      return vscodeSuites();
    },
  },
  {
    name: "browser",
    what: "the packaged extension, used as a person does",
    run: async () => {
      await codeServer();
      await ifPossible(docker);
      return vitest("test/browser/vitest.config.mts");
    },
  },
  {
    name: "docker",
    what: "whole stacks on a real engine",
    beside: ["vscode", "browser"],
    run: async () => {
      await docker();
      await ifPossible(() => debian("ssh", "load"));
      return vitest("test/docker/vitest.config.mts", { aside: true });
    },
  },
];

async function docker() {
  await engine();
  await composePlugins();
  await baseImages();
}

/** Why tests were skipped that look for something themselves: a sentence for each thing that is not there. */
export const notThere = new Set();

/** For what some tests of a part use: they look for it themselves, and skip without it. */
async function ifPossible(setup) {
  await setup().catch((error) => {
    if (!(error instanceof Unavailable)) throw error;
    console.error(`Not there: ${error.message}`);
    notThere.add(error.message.split("\n")[0]);
  });
}
