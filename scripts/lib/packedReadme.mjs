/**
 * READMEs as the package has them. VS Code's page of an extension shows no image that is not on the web, neither one of
 * the package nor one inside of the text (`extensionEditor.ts` allows `http` and `https`): there the words for it stand.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const frame = /^ *(<\/?picture>|<source [^>]*>)\n/gm;
const image = /<img [^>]*alt="([^"]+)">/g;

/** Rewrites the READMEs in `stage`. */
export function packReadmes(stage) {
  for (const name of ["README.md", "README.ko.md"]) {
    const file = join(stage, name);
    writeFileSync(file, readFileSync(file, "utf8").replace(frame, "").replace(image, "*$1*"));
  }
}
