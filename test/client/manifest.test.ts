import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { conditions } from "../../client/src/stack/model/condition";
import { composeFiles } from "../../server/src/languages/compose/files";

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
    const read = all(/"(flaskStack\.(?!stack\b|empty\b|previewing\b|reload\b|showFolder\b)[\w.]+)"/g, sources).filter(
      (name) => !declared.includes(name),
    );
    // vscode-languageclient reads the trace of the client with this id.
    const client = all(/new LanguageClient\(\s*"(\w+)"/g, sources).map((id) => `${id}.trace.server`);
    expect([...read, ...client].sort()).toEqual(Object.keys(contributes.configuration.properties).sort());
  });

  test("nginx -t on save is switched on where users write their settings, for remote windows too, and needs trust", () => {
    // VS Code leaves out what is of the scope "machine" in a user's own settings where the window is remote.
    expect(contributes.configuration.properties["flaskStack.nginx.testOnSave"].scope).toBe("resource");
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain("flaskStack.nginx.testOnSave");
  });

  test("every context that a condition names is set by the code", () => {
    const named = all(/\b(flaskStack\.(?:empty|previewing))\b/g, JSON.stringify(contributes));
    expect(all(/"setContext",\s*"(flaskStack\.\w+)"/g, sources)).toEqual(named);
  });

  /** Every context that the panel can give to a node. */
  const drawn = [
    ...conditions.flatMap((name) => [`stack.${name}`, `stack.${name}.host`]),
    ...["service.up", "service.down"].flatMap((name) =>
      ["", ".scale", ".reload", ".scale.reload.gunicorn", ".reload.gunicorn.host"].map((more) => name + more),
    ),
    ...["container.up", "container.down", "url", "file", "check", "problem"],
  ];
  const menu: readonly { command: string; when: string; group: string }[] = contributes.menus["view/item/context"];
  const offered = (context: string) =>
    menu
      .filter(({ when }) => new RegExp(/viewItem =~ \/(.*)\//.exec(when)?.[1] ?? "^$").test(context))
      .map(({ command }) => command.replace("flaskStack.", ""));

  test.each(menu.map(({ command, when, group }) => [`${command} in ${group}`, when]))(
    "%s is offered on a node that the panel draws",
    (_, when) => {
      const pattern = /^view == flaskStack\.stack && viewItem =~ \/(.*)\/$/.exec(when)?.[1];
      expect(drawn.filter((context) => pattern !== undefined && new RegExp(pattern).test(context))).not.toEqual([]);
    },
  );

  const offers: readonly [context: string, has: readonly string[], hasNot: readonly string[]][] = [
    ["stack.notBuilt", ["start", "startWithProfiles", "pull", "prune"], ["stop", "restart", "reload", "open", "down"]],
    ["stack.stopped", ["start", "rebuild", "down", "logs"], ["stop", "restart", "reload", "open", "scale"]],
    ["stack.starting", ["stop", "restart", "logs"], ["reload", "open"]],
    [
      "stack.running",
      ["start", "stop", "restart", "reload", "rebuild", "pull", "open", "logs", "down", "showGunicorn"],
      ["scale", "shell"],
    ],
    [
      "stack.running.host",
      ["stop", "restart", "reload", "open", "logs", "down"],
      ["pull", "prune", "scale", "shell", "startWithProfiles"],
    ],
    ["stack.degraded", ["start", "stop", "open", "logs"], ["shell"]],
    ["stack.failed", ["start", "stop", "logs", "down"], ["open", "reload"]],
    ["stack.asking", ["containerize"], ["start", "stop", "down", "reload", "prune"]],
    ["stack.busy", ["containerize"], ["start", "stop", "down", "reload", "prune"]],
    ["stack.unavailable", ["start", "showGunicorn"], ["stop", "down", "reload", "prune", "logs"]],
    [
      "service.up",
      ["service.stop", "service.restart", "service.rebuild", "service.pull", "service.logs", "shell"],
      ["service.start", "stop", "logs", "scale", "service.reload", "down", "prune"],
    ],
    ["service.up.reload", ["service.stop", "service.reload", "service.logs"], ["reload", "showGunicorn", "scale"]],
    [
      "service.up.scale.reload.gunicorn",
      ["service.stop", "service.restart", "scale", "service.reload", "service.logs", "shell", "showGunicorn"],
      ["service.start", "stop"],
    ],
    [
      "service.up.reload.gunicorn.host",
      ["service.reload", "service.logs", "showGunicorn"],
      ["service.start", "service.stop", "service.restart", "service.rebuild", "service.pull", "shell", "scale"],
    ],
    [
      "service.down.scale",
      ["service.start", "service.rebuild", "service.pull", "service.logs"],
      ["start", "showGunicorn", "service.stop", "service.restart", "service.reload", "scale", "shell"],
    ],
    ["container.up", ["shell", "inspect", "browse"], ["start", "stop", "scale", "logs"]],
    ["container.down", ["inspect"], ["shell", "start", "browse"]],
    ["url", ["open", "copyUrl"], ["start", "stop", "shell"]],
    ["check", ["showText"], ["open", "inspect"]],
    ["file", [], ["open", "showText", "start"]],
    ["problem", ["refresh", "showText"], ["start", "open"]],
  ];
  test.each(offers)("on %s there is %j and not %j", (context, has, hasNot) => {
    expect(drawn).toContain(context);
    const found = offered(context);
    expect(found).toEqual(expect.arrayContaining([...has]));
    expect(hasNot.filter((command) => found.includes(command))).toEqual([]);
  });

  test("every command that a menu, a key or a text names exists", () => {
    const texts = JSON.stringify([contributes.menus, contributes.keybindings, readJson("package.nls.json")]);
    expect(declared).toEqual(expect.arrayContaining(all(/"command":"(flaskStack\.[\w.]+)"/g, texts)));
    const linked = all(/\(command:(flaskStack\.[\w.]+)/g, texts).filter((name) => name !== "flaskStack.stack.focus");
    expect(declared).toEqual(expect.arrayContaining(linked));
  });

  test("the languages that a Gunicorn configuration may be written in activate, and a folder with a stack", () => {
    expect(manifest.activationEvents.filter((event: string) => !event.startsWith("onLanguage:"))).toEqual(
      composeFiles.map((name) => `workspaceContains:${name}`),
    );
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

  test.each(used.filter((key) => key.startsWith("welcome.")))("%s has one button, which leads on", (key) => {
    // VS Code makes a button of a line that is nothing but a link.
    for (const text of [english[key], korean[key]]) expect(text.match(/^\[[^\]]*\]\([^)]*\)$/gm)).toHaveLength(1);
  });
});

describe("every file that the manifest names is there", () => {
  const files: string[] = [
    manifest.icon,
    ...contributes.snippets.map(({ path }: { path: string }) => path),
    ...contributes.languages.flatMap(({ configuration }: { configuration?: string }) => configuration ?? []),
    ...contributes.viewsContainers.activitybar.map(({ icon }: { icon: string }) => icon),
    ...contributes.walkthroughs.flatMap(({ steps }: { steps: { media: { svg: string } }[] }) =>
      steps.map(({ media }) => media.svg),
    ),
  ];
  test.each([...new Set(files)])("%s", (path) => expect(existsSync(join(root, path))).toBe(true));
});
