/**
 * The part of NOTICE that names the libraries inside the bundles, each with its copyright, and then each licence's text
 * once. `node scripts/notices.mjs` writes it; `--check` only says whether it is as it should be.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/paths.mjs";

const notice = join(root, "NOTICE");
const marker = "(This part is written by scripts/notices.mjs.)\n";
/** Never bundled: types, and what scripts/build.mjs leaves out. */
const left = /^(@types\/|undici-types$|@grpc\/|protobufjs$|ssh2$|tar-fs$)/;
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

/** Every package that a dependency needs, by its folder, as Node finds it: the nearest node_modules above. */
function bundled() {
  const found = new Set();
  const follow = (folder, { dependencies = {} }) => {
    for (const name of Object.keys(dependencies).filter((name) => !left.test(name))) {
      let above = folder;
      let place = join(above, "node_modules", name);
      while (!(place in packages) && above !== "") {
        above = above.slice(0, Math.max(0, above.lastIndexOf("/node_modules/")));
        place = join(above, "node_modules", name);
      }
      if (place in packages && !found.has(place)) {
        found.add(place);
        follow(place, packages[place]);
      }
    }
  };
  follow("", packages[""]);
  return [...found];
}

const nameOf = (folder) => folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);

function licenceText(folder) {
  const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined ? "" : readFileSync(join(root, folder, file), "utf8").replaceAll("\r\n", "\n");
}

/** A line of a licence that names its holder: also `Port to TypeScript Copyright NAME`. */
const names = (line) => /^\W*(COPYRIGHT|([A-Z]\w*[a-z] [\w ]*)?Copyright) +(\([cC]\)|©|\d{4}|[A-Z][\w.]+ )/.test(line);

function libraries() {
  const entries = new Map();
  const texts = new Map();
  for (const folder of bundled().sort()) {
    const name = nameOf(folder);
    const licence = packages[folder].license;
    const text = licenceText(folder);
    const lines = text
      .split("\n")
      .filter(names)
      .map((line) => `  ${line.trim().replace(/^\W+/, "")}`);
    entries.set(name, [`- ${name}, ${licence}`, ...new Set(lines)].join("\n"));
    const terms = text
      .split("\n")
      .filter((line) => !names(line))
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim();
    // The shortest is the one to which nothing was added.
    if (terms.length > 500 && terms.length < (texts.get(licence)?.length ?? Number.POSITIVE_INFINITY)) {
      texts.set(licence, terms);
    }
  }
  const own = [...entries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
  const full = [...texts].sort(([one], [other]) => (one < other ? -1 : 1));
  return `\n${own.join("\n")}\n${full.map(([licence, text]) => `\n\n== ${licence} ==\n\n${text}\n`).join("")}`;
}

const before = readFileSync(notice, "utf8");
const head = before.slice(0, before.indexOf(marker) + marker.length);
const after = head + libraries();
if (process.argv.includes("--check")) {
  if (before !== after) {
    console.error("NOTICE does not name what is bundled: run node scripts/notices.mjs");
    process.exitCode = 1;
  }
} else {
  writeFileSync(notice, after);
}
