import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json"));

const pages = ["README.md", "README.ko.md", "CHANGELOG.md"].concat(
  readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
);

describe.each(pages)("%s", (page) => {
  const text = read(page);

  it("links to files that are there", () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)|(?:src|srcset)="([^":]+)"/g)];
    const targets = links.map(([, link, image]) => link ?? image ?? "");
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });

  it("links to headings that are there", () => {
    const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-"),
    );
    const wanted = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(wanted.filter((anchor) => !anchors.includes(anchor ?? ""))).toEqual([]);
  });
});

describe("docs/dependencies.md", () => {
  it.each([
    ["At run time", manifest.dependencies],
    ["For development", manifest.devDependencies],
  ])("says why each package is there: %s", (heading, packages) => {
    const section =
      read("docs/dependencies.md")
        .split(/^## /m)
        .find((part) => part.startsWith(heading)) ?? "";
    const told = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual(Object.keys(packages).sort());
  });
});

describe("NOTICE", () => {
  it("names what is bundled, with its licence", () => {
    const run = spawnSync(process.execPath, [join(root, "scripts/notices.mjs"), "--check"], { encoding: "utf8" });
    expect(run.stderr).toBe("");
  });
});

describe("docs/troubleshooting.md", () => {
  it("has the code of every problem that a person can meet", () => {
    const text = read("docs/troubleshooting.md");
    const codes = ["cli", "engine", "project", "scaffold"].flatMap((folder) =>
      readdirSync(join(root, "server/src", folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .flatMap((name) => [...read(join("server/src", folder, name)).matchAll(/\bfail\(\s*"([a-z-]+)",\s*(\S)/g)])
        .filter(([, , next]) => next !== '"')
        .map(([, code]) => code ?? ""),
    );
    expect([...new Set(codes)].filter((code) => code !== "cancelled" && !text.includes(`\`${code}\``))).toEqual([]);
  });
});

describe("README", () => {
  const commands = readdirSync(join(root, "server/src/cli"))
    .map((name) => /name: "([a-z]+)",\n {2}operands/.exec(read(join("server/src/cli", name)))?.[1])
    .filter((name) => name !== undefined);

  it.each(["README.md", "README.ko.md"])("%s has every command of the command line, and no other", (page) => {
    const told = [...read(page).matchAll(/^\| `flask-stack ([a-z]+)/gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(5);
    expect(told.sort()).toEqual(commands.sort());
  });

  it.each([
    ["README.md", "package.nls.json"],
    ["README.ko.md", "package.nls.ko.json"],
  ])("%s calls the commands of the palette by their names in %s", (page, texts) => {
    const names: Record<string, string> = JSON.parse(read(texts));
    const titles = Object.entries(names).filter(([key]) => key.startsWith("command."));
    const told = [...read(page).matchAll(/^\| Flask: ([^|]+) \|/gm)].map(([, name]) => name);
    expect(told.length).toBeGreaterThan(5);
    expect(titles.map(([, name]) => name)).toEqual(expect.arrayContaining(told));
  });
});

describe("docs/nginx.md", () => {
  it("has every setting for Nginx files, and no other", () => {
    const settings: string[] = [manifest.contributes.configuration]
      .flat()
      .flatMap((section: { properties: object }) => Object.keys(section.properties))
      .filter((name: string) => name.startsWith("flaskStack.nginx."));
    const told = [...read("docs/nginx.md").matchAll(/^\| `(flaskStack\.nginx\.\w+)`/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual(settings.sort());
  });
});
