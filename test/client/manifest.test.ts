import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
const manifest = readJson("package.json");
const { contributes } = manifest;

const sources = readdirSync(join(root, "client/src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(root, "client/src", name), "utf8"))
  .join("\n");

const all = (pattern: RegExp, text: string): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))].sort();
const declared: string[] = contributes.commands.map(({ command }: { command: string }) => command).sort();

describe("the manifest and the code agree", () => {
  test("every command that is declared is registered, and no other", () => {
    expect(all(/\bcommand\("(flaskStack\.[\w.]+)"/g, sources)).toEqual(declared);
  });

  test("every setting that is declared is read, and no other", () => {
    const read = all(/"(flaskStack\.(?!stack\b|empty\b|previewing\b)[\w.]+)"/g, sources).filter(
      (name) => !declared.includes(name),
    );
    // vscode-languageclient reads the trace of the client with this id.
    const client = all(/new LanguageClient\(\s*"(\w+)"/g, sources).map((id) => `${id}.trace.server`);
    expect([...read, ...client].sort()).toEqual(Object.keys(contributes.configuration.properties).sort());
  });

  test("every context that a condition names is set by the code", () => {
    const named = all(/\b(flaskStack\.(?:empty|previewing))\b/g, JSON.stringify(contributes));
    expect(all(/"setContext",\s*"(flaskStack\.\w+)"/g, sources)).toEqual(named);
  });

  test("every kind of node that a menu's condition names is one that the panel draws", () => {
    const model = readFileSync(join(root, "client/src/stack/model.ts"), "utf8");
    const conditions = all(/"(stopped|starting|running|degraded|failed|busy|unknown)"/g, model);
    const drawn = [...conditions.map((name) => `stack.${name}`), "service.up", "service.down", "url", "container"];
    for (const { when } of contributes.menus["view/item/context"]) {
      const [, pattern, exact] = /viewItem (?:=~ \/(.*)\/|== ([\w.]+))/.exec(when) ?? [];
      const matches = drawn.filter((name) => (pattern === undefined ? name === exact : new RegExp(pattern).test(name)));
      expect(matches, when).not.toEqual([]);
    }
  });

  test("every command that a menu, a key or a text names exists", () => {
    const texts = JSON.stringify([contributes.menus, contributes.keybindings, readJson("package.nls.json")]);
    expect(declared).toEqual(expect.arrayContaining(all(/"command":"(flaskStack\.[\w.]+)"/g, texts)));
    const linked = all(/\(command:(flaskStack\.[\w.]+)/g, texts).filter((name) => name !== "flaskStack.stack.focus");
    expect(declared).toEqual(expect.arrayContaining(linked));
  });

  test("only the languages that a Gunicorn configuration may be written in activate, beside what VS Code infers", () => {
    expect(manifest.activationEvents.filter((event: string) => !event.startsWith("onLanguage:"))).toEqual([]);
    expect(manifest.activationEvents).toContain("onLanguage:python");
  });
});

describe("the manifest's texts", () => {
  const english = readJson("package.nls.json");
  const korean = readJson("package.nls.ko.json");
  const used = all(/"%([\w.]+)%"/g, readFileSync(join(root, "package.json"), "utf8"));

  test("are all there, and all used, in English and in Korean", () => {
    expect(Object.keys(english).sort()).toEqual(used);
    expect(Object.keys(korean).sort()).toEqual(used);
  });

  test.each(used)("%s is translated, with the same links", (key) => {
    const links = (text: string) => all(/\((command:[^)]*)\)/g, text);
    expect(links(korean[key])).toEqual(links(english[key]));
    if (!/^view\.container$/.test(key)) expect(korean[key]).toMatch(/[가-힣]/);
  });
});

describe("every file that the manifest names is there", () => {
  const files: string[] = [
    manifest.icon,
    ...contributes.snippets.map(({ path }: { path: string }) => path),
    ...contributes.languages.map(({ configuration }: { configuration: string }) => configuration),
    ...contributes.viewsContainers.activitybar.map(({ icon }: { icon: string }) => icon),
    ...contributes.walkthroughs.flatMap(({ steps }: { steps: { media: { svg: string } }[] }) =>
      steps.map(({ media }) => media.svg),
    ),
  ];
  test.each([...new Set(files)])("%s", (path) => expect(existsSync(join(root, path))).toBe(true));
});
