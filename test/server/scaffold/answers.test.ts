import { describe, expect, test } from "vitest";
import type { Candidate } from "../../../server/src/project/project";
import { checkAnswers, noTarget, proposeAnswers, resolveTarget } from "../../../server/src/scaffold/answers";
import { plan } from "../../../server/src/scaffold/containerize";
import { filesOf, projectOf, smallFiles } from "./support";

const paths = ["Dockerfile", "compose.yaml"];

describe("an answer that can be", () => {
  test.each([
    { target: "pkg.wsgi:app" },
    { target: "pkg:create_app()" },
    { target: 'pkg:create_app("prod", debug=False)' },
    { target: "가게.앱:앱" },
    { target: "services/api/app:app" },
    { port: 1 },
    { port: 65535 },
    { python: "3.8" },
    { python: "3.14" },
    { services: [] },
    { services: ["postgres", "redis"] },
    { without: ["Dockerfile"] },
    { language: "ko" },
    { deployment: "compose" },
    { server: "gunicorn" },
    { target: undefined },
  ])("%j", (answers) => {
    expect(checkAnswers(answers, paths).ok).toBe(true);
  });
});

describe("an answer that cannot be", () => {
  test.each([
    { target: "app" },
    { target: "app.py:app" + " --reload" },
    { target: ":app" },
    { target: "app:" },
    { target: "app:app\nRUN rm" },
    { target: "" },
    { port: 0 },
    { port: 65536 },
    { port: 80.5 },
    { port: "8080" },
    { python: "2.7" },
    { python: "3" },
    { python: "3.13.1" },
    { python: "3.7" },
    { services: ["oracle"] },
    { services: "postgres" },
    { without: ["README.md"] },
    { language: "fr" },
    { deployment: "kubernetes" },
    { server: "uwsgi" },
    { colour: "red" },
  ])("%j is one sentence that says what to do", (answers) => {
    const checked = checkAnswers(answers as object, paths);
    if (checked.ok) throw new Error("accepted");
    expect(checked.problem.code).toBe("bad-answer");
    expect(checked.problem.message).toMatch(/^[^\n]+\.$|^[^\n]+\(\)\.$/);
  });
});

const candidate = (target: string, workingDirectory = ".", score = 10): Candidate => ({
  target,
  file: workingDirectory === "." ? "app.py" : `${workingDirectory}/app.py`,
  line: 3,
  score,
  reason: "",
  workingDirectory,
  pythonPath: ".",
});

describe("what is served", () => {
  const project = projectOf({
    workingDirectory: "backend",
    pythonPath: "src",
    target: "shop:app",
    candidates: [
      { ...candidate("shop:app", "backend", 20), pythonPath: "src" },
      candidate("admin:app", "admin"),
      candidate("shop:app", "old"),
    ],
  });
  test.each([
    { target: "shop:app", served: { target: "shop:app", workingDirectory: "backend", pythonPath: "src" } },
    { target: "admin:app", served: { target: "admin:app", workingDirectory: "admin", pythonPath: "." } },
    { target: "old/shop:app", served: { target: "shop:app", workingDirectory: "old", pythonPath: "." } },
    { target: "mine.wsgi:app", served: { target: "mine.wsgi:app", workingDirectory: "backend", pythonPath: "src" } },
    { target: "tools/web/mine:app", served: { target: "mine:app", workingDirectory: "tools/web", pythonPath: "." } },
    {
      target: 'shop:create_app("a/b")',
      served: { target: 'shop:create_app("a/b")', workingDirectory: "backend", pythonPath: "src" },
    },
  ])("$target", ({ target, served }) => {
    expect(resolveTarget(project, target)).toEqual(served);
  });
});

describe("no target", () => {
  const messageOf = (candidates: readonly Candidate[]) => {
    const none = noTarget(projectOf({ target: null, candidates }), "/work/shop");
    return none.ok ? "" : none.problem.message;
  };
  test("says what was looked for, where, and how to name one", () => {
    expect(messageOf([])).toMatch(/in shop.*Flask\(\.\.\.\).*--set target=module:callable/);
  });
  test("says of files that were not read why, above it", () => {
    const none = noTarget(projectOf({ target: null, candidates: [], unread: ["a.py was left out", "b too"] }), "/shop");
    expect(none).toMatchObject({ problem: { detail: "a.py was left out\nb too" } });
  });
  test("names the equal candidates, and no weaker one", () => {
    const message = messageOf([candidate("a:app"), candidate("b:app"), candidate("c:app", ".", 5)]);
    expect(message).toMatch(/a:app \(app\.py:3\), b:app.*/);
    expect(message).not.toContain("c:app");
  });
  test("tells two of one name apart by their folder", () => {
    expect(messageOf([candidate("app:app", "a"), candidate("app:app", "b")])).toMatch(/a\/app:app .*b\/app:app /);
  });
});

test("services are proposed in one order, whatever the order in which they were found", () => {
  expect(proposeAnswers(projectOf({ services: ["redis", "postgres"] })).services).toEqual(["postgres", "redis"]);
});

describe("a target whose module is in the project", () => {
  const lines = "from flask import Flask\nimport os\napp = Flask(__name__)\nsize = 3\n";
  const refusal = (target: string, text = lines, path = "app.py") => {
    const files = filesOf({ ...smallFiles, [path]: text });
    const made = plan(files, projectOf({ candidates: [] }), { target });
    return made.ok ? undefined : made.problem.message;
  };
  test.each(["app:nope", "app:nope()", "app:nope(debug=True)"])(
    "%s has no such name: what it has is said",
    (target) => {
      expect(refusal(target)).toMatch(/^app\.py has no 'nope' .*: it has app:app\.$/);
    },
  );
  test("is taken by its candidates first", () => {
    const made = plan(filesOf(smallFiles), projectOf(), { target: "app:application" });
    expect(made).toMatchObject({ ok: false, problem: { code: "bad-answer" } });
  });
  test.each([
    ["app:app", lines],
    ["app:size", lines],
    ["app:nope", `${lines}from other import *\n`],
    ["app:nope", `${lines}globals()["nope"] = app\n`],
    ["app:app.wsgi_app", lines],
    ["gone:nope", lines],
  ])("%s is taken where it is there or cannot be known: %j", (target, text) => {
    expect(refusal(target, text)).toBeUndefined();
  });
});
