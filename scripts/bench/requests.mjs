/**
 * Requests per second of the generated stack, beside what a user would have otherwise: the template of VS Code Container
 * Tools, and `python app.py`. One app, one base image, 2 CPUs each, all up at once and asked in turn, in another order each
 * round, so that a noisy machine is noisy for all. What counts is how many times another's rate one has in the same
 * round: of these the median. Each is asked at its container's own address.
 */
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuTime } from "./cpuTime.mjs";
import { addressOf, needDocker, withContainer, withStack } from "./images.mjs";
import { median } from "./measure.mjs";
import { load } from "./wrk.mjs";

const rounds = Number(process.env.BENCH_ROUNDS || 5);
const seconds = Number(process.env.BENCH_SECONDS || 3);

/** What is asked for, and how many times the template's rate is the aim. */
const views = [
  { what: "a view that waits 20 ms", path: "/wait", aim: 5 },
  { what: "a view that renders a template", path: "/page", aim: 1.5 },
  { what: "a static file of 100 KB", path: "/static/blob.bin", aim: 20 },
];

export async function requests() {
  await needDocker();
  const parent = mkdtempSync(join(tmpdir(), "flask-stack-bench-"));
  const app = join(parent, "app");
  const here = import.meta.dirname;
  try {
    cpSync(join(here, "app"), app, { recursive: true });
    mkdirSync(join(app, "static"));
    writeFileSync(join(app, "static/blob.bin"), randomBytes(100_000));
    const rival = (name, work) => withContainer(name, join(here, "rivals", `${name}.Dockerfile`), app, work);
    return await withStack(app, ({ compose }) =>
      rival("container-tools", (template) =>
        rival("development", async (development) => {
          const [nginx, web] = await Promise.all(
            ["nginx", "web"].map(async (service) => (await compose("ps", "--quiet", service)).trim()),
          );
          return compare({
            stack: { url: `http://${await addressOf(nginx)}:8080`, containers: [nginx, web] },
            template: { url: `http://${await addressOf(template)}:5000`, containers: [template] },
            development: { url: `http://${await addressOf(development)}:5000`, containers: [development] },
          });
        }),
      ),
    );
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Rows of the three views: the generated stack's rate, how many times each rival's it is, and what a request costs each. */
async function compare(servers) {
  for (const { url } of Object.values(servers)) {
    await answering(`${url}/page`);
    // Templates are compiled, connections open and files read before anything is counted.
    for (const { path } of views) await load(url + path, 1).catch(() => undefined);
  }
  const samples = [];
  for (let round = 0; round < rounds; round++) {
    for (const { path } of views) {
      const names = Object.keys(servers);
      for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
        const { url, containers } = servers[name];
        const before = await cpuTime(containers);
        const { rate, count } = await load(url + path, seconds);
        const cost = ((await cpuTime(containers)) - before) / count;
        samples.push({ round, name, path, rate, cost });
        console.error(`bench: round ${round + 1}: ${path} of ${name}: ${Math.round(rate)}/s, ${Math.round(cost)} µs`);
      }
    }
  }
  const all = (name, path) => samples.filter((one) => one.name === name && one.path === path);
  const of = (name, path, what) => median(all(name, path).map((one) => one[what]));
  return views.flatMap(({ what, path, aim }) => {
    const rate = (name) => of(name, path, "rate");
    const times = (other) =>
      median(
        all("stack", path).map(
          (one) =>
            one.rate / samples.find((it) => it.round === one.round && it.path === path && it.name === other).rate,
        ),
      );
    const costs = Object.keys(servers).map((name) => Math.round(of(name, path, "cost")));
    return [
      { what: `${what}: generated stack`, measured: `${Math.round(rate("stack"))}/s`, aim: "" },
      {
        what: `  to the Container Tools template's ${Math.round(rate("template"))}/s`,
        measured: `${times("template").toFixed(2)}x`,
        aim: `${aim}x`,
        met: times("template") >= aim,
      },
      {
        what: `  to python app.py's ${Math.round(rate("development"))}/s`,
        measured: `${times("development").toFixed(2)}x`,
        aim: "",
      },
      // wrk takes its own part of the CPUs where there are no more than two; this is what the servers take.
      { what: "  CPU time of a request: stack, template, python app.py", measured: `${costs.join(", ")} µs`, aim: "" },
    ];
  });
}

/** Waits until a server answers, 30 s at most. */
async function answering(url) {
  for (let attempt = 0; ; attempt++) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    if (attempt === 150) throw new Error(`${url} does not answer`);
    await sleep(200);
  }
}
