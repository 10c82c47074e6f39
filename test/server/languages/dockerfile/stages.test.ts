import { describe, expect, test } from "vitest";
import { readStages, stageOf } from "../../../../server/src/languages/dockerfile/stages";

const last = (text: string) => readStages(text).at(-1);

describe("what a stage is in the end", () => {
  test.each([
    ["USER app", { user: { value: "app" } }],
    ["USER app\nUSER root", { user: { value: "root" } }],
    ["ARG UID=1000\nUSER $UID", { user: { value: "1000" } }],
    ["ENV A=1 B='x y'\nUSER ${A}:2", { user: { value: "1:2" } }],
    ["RUN true", { user: undefined }],
    ["EXPOSE 8000/tcp 9000", { exposed: [{ value: 8000 }, { value: 9000 }] }],
    ["WORKDIR /srv\nWORKDIR app", { workingDirectory: "/srv/app" }],
    ['CMD ["gunicorn", "app:app"]', { command: { value: ["gunicorn", "app:app"] } }],
    ["CMD gunicorn app:app", { command: { value: "gunicorn app:app" } }],
    ['CMD ["a"]\nENTRYPOINT ["b"]', { command: { value: ["a"] }, entrypoint: { value: ["b"] } }],
    [
      "RUN pip install --no-cache-dir -r requirements.txt gunicorn==23.0 'gevent>1'",
      {
        installed: ["gunicorn==23.0", "gevent>1"],
      },
    ],
    [
      "RUN --mount=type=cache,target=/x \\\n    python -m pip install flask && apt-get install curl",
      {
        installed: ["flask"],
      },
    ],
    ["RUN apt-get install -y python3-gevent", { installed: [] }],
    ["COPY --from=build /opt/venv /opt/venv", { copies: [{ stage: "build", sources: ["/opt/venv"] }] }],
    ['COPY ["a b", "c/"]', { copies: [{ stage: undefined, sources: ["a b"], target: "c/" }] }],
  ])("%s", (body, expected) => {
    expect(last(`FROM python:3.13\n${body}\n`)).toMatchObject(expected);
  });
});

test("it has what the stage that it starts from has, but no command that was meant for another entry point", () => {
  const stages = readStages(`ARG PY=3.13
FROM python:\${PY} AS base
USER 1000
ENV A=1
CMD ["one"]
FROM base AS web
ENV B=2
FROM base
ENTRYPOINT ["two"]
`);
  expect(stages.map(({ name, image, user }) => [name, image, user?.value])).toEqual([
    ["base", "python:3.13", "1000"],
    ["web", "python:3.13", "1000"],
    [undefined, "python:3.13", "1000"],
  ]);
  expect(stages[1]?.command?.value).toEqual(["one"]);
  expect([...(stages[1]?.environment.keys() ?? [])]).toEqual(["A", "B"]);
  expect(stages[2]?.command).toBeUndefined();
  expect(stageOf(stages, "WEB")).toBe(stages[1]);
  expect(stageOf(stages, undefined)).toBe(stages[2]);
  expect(stageOf(stages, "nothing")).toBeUndefined();
});

test("values of compose's build.args go before the defaults", () => {
  const text = "ARG TAG=1\nFROM nginx:$TAG\nARG USER_ID=7\nUSER $USER_ID\n";
  expect(
    readStages(
      text,
      new Map([
        ["TAG", "2"],
        ["USER_ID", "8"],
      ]),
    ).at(-1),
  ).toMatchObject({
    image: "nginx:2",
    user: { value: "8" },
  });
});

test("facts know their places", () => {
  const text =
    "FROM python:3.13 AS web\nUSER  root\nENV A=1 \\\n    GUNICORN_CMD_ARGS='--reload'\nCMD gunicorn \\\n  app:app\n";
  const stage = last(text);
  const at = (it: { start: number; end: number } | undefined) => text.slice(it?.start, it?.end);
  expect(at(stage?.from)).toBe("python:3.13");
  expect(at(stage?.user)).toBe("root");
  expect(at(stage?.environment.get("GUNICORN_CMD_ARGS"))).toBe("GUNICORN_CMD_ARGS='--reload'");
  expect(at(stage?.command)).toBe("gunicorn \\\n  app:app");
});

test.each(["", "FROM", "USER x", "FROM a\nCMD [", "FROM a\nENV", "FROM a AS", "FROM a\nCOPY", "\0"])(
  "%j is no reason to fail",
  (text) => {
    expect(readStages(text).length).toBeLessThan(2);
  },
);
