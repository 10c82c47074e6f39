/**
 * Runs inside VS Code's extension host. Containers are paused and resumed through the engine's own API; an event counts
 * as seen when the tree has told VS Code to draw the node again with its new words.
 */
const { writeFileSync } = require("node:fs");
const { request } = require("node:http");
const { setTimeout: sleep } = require("node:timers/promises");
const v8 = require("node:v8");
const vm = require("node:vm");
const vscode = require("vscode");

const rounds = 60;
/** Two a pause: an hour with one event in two seconds. */
const pauses = 900;

v8.setFlagsFromString("--expose-gc");
const gc = vm.runInNewContext("gc");

function memory() {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 ** 2;
}

const engine = (path) =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath: "/var/run/docker.sock", method: "POST", path }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode));
    });
    asked.on("error", reject);
    asked.end();
  });

exports.run = async () => {
  const { tree } = await vscode.extensions.getExtension("flask-stack.flask-stack").activate();
  const before = memory();

  const started = performance.now();
  // What VS Code asks when the view is opened; how long it takes to draw a view is its own affair.
  await tree.getChildren();
  const first = performance.now() - started;
  const live = await tree.live();
  const states = new Promise((resolve) => {
    const done = () => !live.nodes()[0]?.context.endsWith("asking") && resolve(performance.now() - started);
    tree.onDidChangeTreeData(done);
    done();
  });
  await vscode.commands.executeCommand("flaskStack.stack.focus");
  live.attend("panel", true);
  const filled = await states;
  const web = () => live.nodes()[0]?.children.find(({ service }) => service === "web");
  const containers = () => web()?.children.filter(({ container }) => container !== undefined) ?? [];
  if (containers().length !== 100)
    throw new Error(`${containers().length} containers: ${live.nodes()[0]?.description}`);
  await tree.getChildren(web());

  // Hidden and shown again: every stack is asked for anew.
  const opened = [];
  for (let round = 0; round < 10; round++) {
    live.attend("panel", false);
    await sleep(100);
    const shown = performance.now();
    await live.refresh();
    await tree.getChildren();
    opened.push(performance.now() - shown);
    live.attend("panel", true);
    await sleep(300);
  }

  /** Resolves when a drawn node of this container says so. */
  const drawn = (id, paused) =>
    new Promise((resolve) => {
      const listening = tree.onDidChangeTreeData(() => {
        const node = containers().find(({ container }) => container === id);
        if (node?.description.startsWith("paused") !== paused) return;
        listening.dispose();
        resolve();
      });
    });
  const seen = [];
  for (let round = 0; round < rounds; round++) {
    const { container } = containers()[round % 100];
    for (const [verb, paused] of [
      ["pause", true],
      ["unpause", false],
    ]) {
      const asked = performance.now();
      const done = drawn(container, paused);
      await engine(`/containers/${container}/${verb}`);
      await done;
      seen.push(performance.now() - asked);
      await sleep(250);
    }
  }

  const ids = containers().map(({ container }) => container);
  for (let round = 0; round < pauses; round += 2) {
    await Promise.all(
      [ids[round % 100], ids[(round + 1) % 100]].map(async (id) => {
        await engine(`/containers/${id}/pause`);
        await engine(`/containers/${id}/unpause`);
      }),
    );
  }
  await sleep(3000);
  const result = { opened, first, filled, seen, events: pauses * 2 + seen.length, megabytes: memory() - before };
  writeFileSync(process.env.FLASK_STACK_RESULT, JSON.stringify(result));
};
