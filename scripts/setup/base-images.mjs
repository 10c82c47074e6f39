/**
 * The images that generated Dockerfiles start from. Where they cannot be pulled, stand-ins are built from Debian 13
 * (which has Python 3.13 and nginx 1.26). A stand-in carries this machine's CA bundle, so that pip works inside a
 * build behind a proxy with a certificate of its own; nothing that the product generates does.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { debianMirror } from "../lib/debianMirror.mjs";
import { obtain, output, quietly, step } from "../lib/run.mjs";
import { debian } from "./debian.mjs";

const base = "flask-stack-base:trixie";
const bundle = "/etc/ssl/certs/ca-certificates.crt";

export async function baseImages() {
  // Late: it needs what `npm ci` installs.
  const { images } = await import("./images/images.mjs");
  for (const image of await images()) {
    if (present(image.tag) || (await pull(image.tag))) {
      continue;
    }
    if (!present(base)) {
      await debian("images");
      await obtain("base of the stand-in images (debootstrap)", debootstrap);
    }
    await obtain(`stand-in for ${image.tag}, which cannot be pulled`, () => build(image));
  }
}

const present = (tag) => output("docker", ["image", "inspect", "--format", "{{.Id}}", tag]) !== undefined;

async function pull(tag) {
  try {
    await step(`pull ${tag}`, () => quietly("docker", ["pull", "--quiet", tag], { timeout: 300_000 }));
    return true;
  } catch {
    return false;
  }
}

async function debootstrap() {
  const folder = mkdtempSync(join(tmpdir(), "flask-stack-trixie-"));
  const options = ["--variant=minbase", "--include=ca-certificates"];
  try {
    await quietly("debootstrap", [...options, "trixie", folder, debianMirror()]);
    rmSync(join(folder, "var/cache/apt/archives"), { recursive: true, force: true });
    rmSync(join(folder, "var/lib/apt/lists"), { recursive: true, force: true });
    if (existsSync(bundle)) {
      copyFileSync(bundle, join(folder, bundle));
    }
    const archive = `${folder}.tar`;
    await quietly("tar", ["-C", folder, "-cf", archive, "."]);
    const changes = [`ENV SSL_CERT_FILE=${bundle}`, `ENV PIP_CERT=${bundle}`, 'CMD ["bash"]'];
    await quietly("docker", ["import", ...changes.flatMap((change) => ["--change", change]), archive, base]);
    rmSync(archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build({ tag, folder }) {
  const context = fileURLToPath(new URL(`images/${folder}`, import.meta.url));
  return quietly("docker", ["build", "--tag", tag, "--label", "flask-stack.stand-in=true", context]);
}
