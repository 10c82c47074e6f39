import { describe, expect, test } from "vitest";
import { readDockerfile } from "../../../../server/src/languages/dockerfile/reader";

describe("how an image is started", () => {
  test.each<[string, string, unknown]>([
    ["exec form", 'CMD ["gunicorn", "-b", "0.0.0.0:80", "a b:app"]', ["gunicorn", "-b", "0.0.0.0:80", "a b:app"]],
    ["exec form over lines", 'CMD ["gunicorn", \\\n  "a:app"]', ["gunicorn", "a:app"]],
    ["shell form", "CMD gunicorn \\\n  a:app", "gunicorn    a:app"],
    ["shell form with variables", "ENV APP=a:app\nCMD gunicorn $APP", "gunicorn a:app"],
    ["what is no JSON is a command of the shell", "CMD ['gunicorn', 'a:app']", "['gunicorn', 'a:app']"],
    ["the last one", "CMD a\nCMD b", "b"],
    ["none", "RUN x", undefined],
  ])("%s", (_, text, command) => expect(readDockerfile(`FROM x\n${text}\n`).command).toEqual(command));

  test("images, with the defaults of ARG", () => {
    const text = "ARG V=3.12\nFROM python:${V}-slim AS build\nFROM nginx\n";
    expect(readDockerfile(text).images).toEqual(["python:3.12-slim", "nginx"]);
  });
  test("environment, working directory and copies", () => {
    const facts = readDockerfile(
      'FROM x\nENV A=1 B=two\nWORKDIR /srv\nCOPY backend /srv\nCOPY --from=x /a /b\nENTRYPOINT ["/e.sh"]\n',
    );
    expect([...facts.environment]).toEqual([
      ["A", "1"],
      ["B", "two"],
    ]);
    expect(facts).toMatchObject({ workingDirectory: "/srv", copied: ["backend"], entrypoint: ["/e.sh"] });
  });
  test("an empty or broken file says nothing", () => {
    expect(readDockerfile("").command).toBeUndefined();
    expect(readDockerfile("FROM\nCMD\n[").images).toEqual([]);
  });
});
