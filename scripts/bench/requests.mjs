/**
 * Requests per second of the generated stack, beside what a user would have otherwise: the template of VS Code Container
 * Tools, and `python app.py`. One app, one base image, 2 CPUs each, all up at once and asked in turn, so that a noisy
 * machine is noisy for all. Each is asked at its container's own address.
 */
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { addressOf, needDocker, withContainer, withStack } from "./images.mjs";
import { median } from "./measure.mjs";
import { requestsPerSecond } from "./wrk.mjs";

const rounds = Number(process.env.BENCH_ROUNDS || 3);
const seconds = Number(process.env.BENCH_SECONDS || 4);

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
          const nginx = (await compose("ps", "--quiet", "nginx")).trim();
          return compare({
            stack: `http://${await addressOf(nginx)}:8080`,
            template: `http://${await addressOf(template)}:5000`,
            development: `http://${await addressOf(development)}:5000`,
          });
        }),
      ),
    );
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Rows of the three views: the generated stack's rate, and how many times each rival's it is. */
async function compare(urls) {
  for (const url of Object.values(urls)) await answering(`${url}/page`);
  const rates = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const { path } of views) {
      for (const [name, url] of Object.entries(urls)) {
        const key = `${name} ${path}`;
        const rate = await requestsPerSecond(url + path, seconds);
        rates.set(key, [...(rates.get(key) ?? []), rate]);
        console.error(`bench: round ${round + 1}: ${path} of ${name}: ${Math.round(rate)}/s`);
      }
    }
  }
  return views.flatMap(({ what, path, aim }) => {
    const of = (name) => median(rates.get(`${name} ${path}`));
    const [stack, template, development] = [of("stack"), of("template"), of("development")];
    const times = (other) => `${(stack / other).toFixed(1)}x`;
    return [
      { what: `${what}: generated stack`, measured: `${Math.round(stack)}/s`, aim: "", met: undefined },
      {
        what: `  to the Container Tools template's ${Math.round(template)}/s`,
        measured: times(template),
        aim: `${aim}x`,
        met: stack / template >= aim,
      },
      {
        what: `  to python app.py's ${Math.round(development)}/s`,
        measured: times(development),
        aim: "",
        met: undefined,
      },
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
