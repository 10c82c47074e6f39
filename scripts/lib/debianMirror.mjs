import { output, Unavailable } from "./run.mjs";

/** Address of the Debian mirror that this machine's own apt uses, such as `http://HOST/debian/`. */
export function debianMirror() {
  const format = "$(REPO_URI) $(LABEL)";
  const lines = output("apt-get", ["indextargets", "--format", format, "Created-By: Packages"])?.split("\n") ?? [];
  const mirror = lines.map((line) => line.split(" ")).find(([, ...label]) => label.join(" ") === "Debian")?.[0];
  if (!mirror) {
    throw new Unavailable("apt on this machine knows no Debian mirror; run `apt-get update` first");
  }
  return mirror;
}
