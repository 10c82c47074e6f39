/**
 * The strings that the product says. `node scripts/l10n.mjs` exports every string of the source into
 * l10n/bundle.l10n.json and names what the Korean bundle lacks and what it no longer needs; strings that have gone are
 * taken out of it. `--print` writes the fresh export to stdout and touches nothing (the test compares it).
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getL10nJson } from "@vscode/l10n-dev";
import { root } from "./lib/paths.mjs";

const english = join(root, "l10n/bundle.l10n.json");
const korean = join(root, "l10n/bundle.l10n.ko.json");

const l10nImport = /^import .* from "(?:vscode|@vscode\/l10n)";$/gm;

/** Every string of the source, sorted: the text itself is its key. */
async function exportStrings() {
  // The exporter loads its parser for each file anew, so it is given one file for each half: what says something, joined.
  // It goes through the whole file for each import of l10n that it finds there, so each is said once.
  const halves = [["client/src"], ["server/src", "scripts/start"]].map((folders) => {
    const texts = folders
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, name)))
      .filter((path) => /\.m?[jt]s$/.test(path))
      .map((path) => readFileSync(path, "utf8"))
      .filter((text) => text.includes("l10n.t("));
    const imports = new Set(texts.flatMap((text) => text.match(l10nImport) ?? []));
    const rest = texts.map((text) => text.replace(l10nImport, ""));
    return { extension: ".ts", contents: [...imports, ...rest].join("\n") };
  });
  const found = await getL10nJson(halves);
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const fresh = await exportStrings();
const text = (strings) => `${JSON.stringify(strings, undefined, 2)}\n`;

if (process.argv.includes("--print")) {
  process.stdout.write(text(fresh));
} else {
  const translated = JSON.parse(readFileSync(korean, "utf8"));
  const keys = Object.keys(fresh);
  const kept = Object.fromEntries(keys.filter((key) => key in translated).map((key) => [key, translated[key]]));
  writeFileSync(english, text(fresh));
  writeFileSync(korean, text(kept));
  const missing = keys.filter((key) => !(key in kept));
  const gone = Object.keys(translated).filter((key) => !(key in fresh));
  console.log(`${keys.length} strings, ${missing.length} without Korean, ${gone.length} taken out.`);
  for (const key of missing) {
    console.log(`  ${JSON.stringify(key)}`);
  }
}
