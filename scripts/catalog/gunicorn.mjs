// Makes the committed catalog of Gunicorn's settings (server/src/languages/gunicorn/catalog/*.json) from Gunicorn itself:
// each release tells its settings by scripts/catalog/gunicornFacts.py.
//
//   node scripts/catalog/gunicorn.mjs        writes the files
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { output } from "../lib/run.mjs";
import { gunicorns } from "../setup/gunicorn.mjs";
import { markdownOf } from "./gunicornText.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = join(here, "../../server/src/languages/gunicorn/catalog");

/** The last patch of each minor release; a new one is added at the end. */
export const releases = [
  ...["19.10.0", "20.0.4", "20.1.0", "21.0.1", "21.1.0", "21.2.0", "22.0.0", "23.0.0"],
  ...["24.0.0", "24.1.1", "25.0.3", "25.1.0", "25.2.0", "25.3.0", "26.0.0", "26.1.0", "26.2.0", "27.0.1"],
];

/** What some releases say of their settings: `{ settings: [[name, fact, text]], workers }` for each. */
export async function factsOf(...wanted) {
  const { python, folders } = await gunicorns(...wanted);
  return wanted.map((release) => {
    const said = output(python, [join(here, "gunicornFacts.py"), folders[release]]);
    if (said === undefined) throw new Error(`Gunicorn ${release} does not tell its settings`);
    return JSON.parse(said);
  });
}

/** The two files as text. A setting is a list of `[index of the release, what holds from there on]`; null: it is gone. */
export async function compile() {
  const facts = await factsOf(...releases);
  const settings = {};
  const texts = {};
  // From the newest to the oldest, so that the order and the texts are those of the newest that has it.
  for (const { settings: known } of [...facts].reverse()) {
    for (const [name, , text] of known) {
      settings[name] ??= eras(facts, (one) => one.settings.find(([other]) => other === name)?.[1]);
      texts[name] ??= markdownOf(text);
    }
  }
  const workers = eras(facts, (one) => one.workers);
  return {
    "settings.json": `{"releases":${JSON.stringify(releases)},\n"workers":${JSON.stringify(workers)},\n"settings":${lines(settings)}}\n`,
    "texts.json": `${lines(texts)}\n`,
  };
}

/** What something is from release to release, where it changes. */
function eras(facts, pick) {
  const found = [];
  let before = "null";
  facts.forEach((one, index) => {
    const now = pick(one) ?? null;
    if (JSON.stringify(now) !== before) found.push([index, now]);
    before = JSON.stringify(now);
  });
  return found;
}

const lines = (object) =>
  `{\n${Object.entries(object)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(",\n")}\n}`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [name, text] of Object.entries(await compile())) writeFileSync(join(target, name), text);
}
