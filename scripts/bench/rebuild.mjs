/** `docker compose build` of the example after a change of its code alone. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { docker, needDocker, withStack } from "./images.mjs";
import { durationRow, timings } from "./measure.mjs";

export async function rebuild() {
  await needDocker();
  return withStack(join(root, "docs/example"), async ({ folder, compose }) => {
    const image = (await compose("config", "--images", "web")).trim().split("\n")[0];
    const layers = async () =>
      JSON.parse(await docker("image", "inspect", "--format", "{{json .RootFS.Layers}}", image));
    const before = await layers();
    const taken = await timings(3, async () => {
      appendFileSync(join(folder, "guestbook/__init__.py"), `# Changed at ${performance.now()}.\n`);
      await compose("build");
    });
    const changed = (await layers()).filter((layer) => !before.includes(layer)).length;
    return [
      durationRow("rebuild after a change of the code alone", taken, 5000),
      { what: "  layers that it made anew (the code)", measured: String(changed), aim: "1", met: changed === 1 },
    ];
  });
}
