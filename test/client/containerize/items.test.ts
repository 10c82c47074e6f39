import { describe, expect, test } from "vitest";
import { type Item, type ScreenState, screen, writes } from "../../../client/src/containerize/items";
import type { Project } from "../../../server/src/project/project";
import type { Plan, PlannedFile } from "../../../server/src/scaffold/plan";

const project: Project = {
  target: "flaskr:create_app()",
  workingDirectory: ".",
  pythonPath: ".",
  candidates: [
    {
      target: "flaskr:create_app()",
      file: "flaskr/__init__.py",
      line: 6,
      score: 10,
      reason: "an application factory",
      workingDirectory: ".",
      pythonPath: ".",
    },
  ],
  packageManager: "pip",
  dependencyFiles: ["requirements.txt"],
  requirements: [],
  pythonVersion: "3.12",
  pythonVersionSource: ".python-version",
  staticFolders: [],
  services: ["redis"],
  async: false,
  websockets: false,
  healthPath: null,
  uploadLimit: null,
  instanceFolder: null,
  proxyFix: false,
  environment: [],
  outbound: false,
  notes: [],
};

const file = (path: string, action: PlannedFile["action"], current?: string): PlannedFile => ({
  path,
  action,
  reason: `why ${action}`,
  current,
  content: "new",
});

const plan = (files: readonly PlannedFile[], notes: readonly string[] = []): Plan => ({
  answers: {
    deployment: "compose",
    target: "flaskr:create_app()",
    port: 8080,
    python: "3.12",
    server: "gunicorn",
    services: ["redis"],
    without: [],
    language: "en",
  },
  files,
  notes,
});

const trusted: ScreenState = { trusted: true, replaced: new Set() };

/** The screen as text. */
const draw = (planned: Plan, state = trusted, found = project): string =>
  screen({ project: found, plan: planned }, state)
    .flatMap(({ title, items }) => [...(title === undefined ? [] : [`— ${title}`]), ...items.map(line)])
    .join("\n");

const line = ({ label, description, detail, buttons }: Item): string =>
  [label, description, detail, ...buttons.map((name) => `[${name}]`)].filter((part) => part !== undefined).join(" | ");

describe("the screen of Containerize", () => {
  test("says all of it: accept, what was found, what will be written", () => {
    const files = [
      file("Dockerfile", "create"),
      file("compose.yaml", "update", "old"),
      file(".dockerignore", "keep", "new"),
    ];
    expect(draw(plan(files, ["Gunicorn is added to the image."]))).toBe(
      [
        "$(check) Write 2 files | Enter | As one edit: Undo takes it back. Notes at the end: 1.",
        "— What was found",
        "$(symbol-function) Flask app | flaskr:create_app() | flaskr/__init__.py:6: an application factory",
        "$(plug) Port | 8080",
        "$(versions) Python | 3.12 (from .python-version)",
        "$(database) Databases and caches | redis",
        "$(list-selection) Files to include | 3 of 3",
        "$(globe) Comments in the files | English",
        "— What will be written",
        "$(new-file) Dockerfile | new: why create | [compare]",
        "$(edit) compose.yaml | changes: why update | [compare]",
        "$(pass) .dockerignore | stays: why keep",
        "— Good to know",
        "$(info) Gunicorn is added to the image.",
      ].join("\n"),
    );
  });

  test("Enter is the first line, whatever else there is", () => {
    expect(screen({ project, plan: plan([file("Dockerfile", "create")]) }, trusted)[0]?.items).toMatchObject([
      { choice: { kind: "accept" }, label: "$(check) Write 1 file" },
    ]);
  });

  test("a file of the user's stays, and the new one can be compared or taken", () => {
    expect(draw(plan([file("nginx/nginx.conf", "conflict", "mine")]))).toContain(
      "$(warning) nginx/nginx.conf | yours, stays: why conflict | [compare] | [take]",
    );
  });

  test("the first line says how many stay", () => {
    const files = [file("Dockerfile", "create"), file("nginx/nginx.conf", "conflict", "mine")];
    expect(draw(plan(files))).toMatch(/^\$\(check\) Write 1 file \|.* Files of yours that stay as they are: 1\./);
  });

  test("one that was taken can be given back", () => {
    const state = { trusted: true, replaced: new Set(["nginx/nginx.conf"]) };
    expect(draw(plan([file("nginx/nginx.conf", "update", "mine")]), state)).toContain(
      "$(edit) nginx/nginx.conf | changes: why update | [compare] | [keep]",
    );
  });

  test("a second run with nothing changed says so", () => {
    expect(draw(plan([file("Dockerfile", "keep", "new")]))).toMatch(/^\$\(check\) Nothing to write \|/);
  });

  test("an untrusted workspace sees everything, and offers trust in place of writing", () => {
    const text = draw(plan([file("Dockerfile", "create")]), { trusted: false, replaced: new Set() });
    expect(text).toMatch(/^\$\(shield\) Manage Workspace Trust \| .*nothing is written/);
    expect(text).toContain("Dockerfile | new: ");
    expect(text).not.toContain("Write 1 file");
  });

  test("where the project says no Python version, the screen says that", () => {
    const silent = { ...project, pythonVersionSource: "default" };
    expect(draw(plan([]), trusted, silent)).toContain("Python | 3.12 (the project names none)");
    const chosen: Plan = { ...plan([]), answers: { ...plan([]).answers, python: "3.13" } };
    expect(draw(chosen)).toContain("$(versions) Python | 3.13\n");
  });

  const titles = (planned: Plan, found = project) =>
    screen({ project: found, plan: planned }, trusted).map((it) => it.title);

  test("notes stand right below the first line where a file stays, or something is not right", () => {
    const yours = plan([file("nginx/nginx.conf", "conflict", "mine")], ["Yours keeps its port."]);
    const stale = { ...project, notes: ["Procfile serves what is not there."] };
    expect(titles(yours)[1]).toBe("Good to know");
    expect(titles(plan([file("Dockerfile", "create")], stale.notes), stale)[1]).toBe("Good to know");
    expect(draw(yours)).not.toContain("Notes at the end");
  });
});

test("what is written is what is new and what changes, and never a conflict", () => {
  const files = (["create", "update", "keep", "conflict"] as const).map((action) => file(action, action, "old"));
  expect(writes(plan(files)).map(({ path }) => path)).toEqual(["create", "update"]);
});
