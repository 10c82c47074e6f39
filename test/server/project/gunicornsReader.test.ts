import { describe, expect, test } from "vitest";
import { type Gunicorn, gunicornsReader, readGunicorns } from "../../../server/src/project/gunicorns";
import type { Files } from "../../../server/src/workspace/files";
import { rememberedLast } from "../../../server/src/workspace/remembered";
import { filesOf } from "./support";

const texts: Readonly<Record<string, string>> = {
  Dockerfile:
    'FROM python:3.13\nWORKDIR /srv\nCOPY . .\nRUN pip install gunicorn==23.0.0\nCMD ["gunicorn", "app:app"]\n',
  "compose.yaml": "services:\n  web:\n    build: .\n  worker:\n    image: x\n    command: gunicorn -w 3 jobs:app\n",
  "run.sh": "#!/bin/sh\nexec gunicorn -w 2 app:app\n",
  "other.sh": "#!/bin/sh\nexec gunicorn -w 5 other:app\n",
  "gunicorn.conf.py": "timeout = 9\n",
  "deploy/gunicorn_admin.py": "workers = 2\nbind = ':1'\n",
};
const paths = Object.keys(texts);

/** A folder that an editor holds some files of, as the language server sees it. */
const base = filesOf(texts);
const lists = new Map<string, ReturnType<Files["list"]>>();
function list(folder: string): ReturnType<Files["list"]> {
  const known = lists.get(folder) ?? base.list(folder);
  lists.set(folder, known);
  return known;
}
const edited = (open: Record<string, string>): Files => ({
  ...base,
  list,
  text: (path) => open[path] ?? base.text(path),
});

const at = ({ command, file }: Gunicorn): string =>
  command ? `${command.command.path} ${command.command.service ?? ""}`.trim() : (file ?? "");
const withoutPlaces = (gunicorns: readonly Gunicorn[]) =>
  gunicorns.map((gunicorn) => ({
    at: at(gunicorn),
    file: gunicorn.file,
    version: [gunicorn.version, gunicorn.versionSource],
    config: gunicorn.config.kind,
    settings: [...gunicorn.settings.values()].map(({ setting, origin, value, given }) => [
      setting,
      origin,
      value,
      given?.path,
      given?.name,
    ]),
  }));

/** Which command lines are the very same as before. */
function kept(open: Record<string, string>): string[] {
  const read = gunicornsReader();
  const before = new Set(read(edited({}), { paths }).map(({ command }) => command?.command));
  return read(edited(open), { paths })
    .filter(({ command }) => command && before.has(command.command))
    .map(at)
    .sort();
}

describe("after a key in one file, the command lines of the others are not read again", () => {
  const all = ["compose.yaml web", "compose.yaml worker", "other.sh", "run.sh"];
  test("they are there", () =>
    expect(readGunicorns(edited({}), { paths }).map(at)).toEqual(expect.arrayContaining(all)));
  test.each<[string, Record<string, string>, string[]]>([
    ["nothing", {}, all],
    ["a config file", { "gunicorn.conf.py": "timeout = 10\n" }, all],
    ["a config file that no command names", { "deploy/gunicorn_admin.py": "workers = 3\n" }, all],
    ["a config file that is new", { "gunicorn_new.py": "workers = 3\n" }, all],
    // The command of the image is another one in each service that runs it.
    ["a script", { "run.sh": "#!/bin/sh\nexec gunicorn -w 4 app:app\n" }, ["compose.yaml worker", "other.sh"]],
    ["the image", { Dockerfile: texts.Dockerfile?.replace("23.0.0", "20.1.0") ?? "" }, ["other.sh", "run.sh"]],
  ])("%s changed", (_, open, expected) => expect(kept(open)).toEqual(expected));
});

test("whatever was remembered, the answer is that of one who reads for the first time", () => {
  const read = gunicornsReader();
  const allPaths = rememberedLast((more: string) => [...paths, ...more.split(" ").filter(Boolean)]);
  const steps: Record<string, string>[] = [
    {},
    { "gunicorn.conf.py": "timeout = 10\nworkers = 3\n" },
    { "gunicorn.conf.py": "timeout = \n" },
    { "deploy/gunicorn_admin.py": "x = 1\n" },
    { "run.sh": "#!/bin/sh\nexec gunicorn -w 7 -c deploy/gunicorn_admin.py app:app\n" },
    { Dockerfile: texts.Dockerfile?.replace("23.0.0", "20.1.0") ?? "" },
    { Dockerfile: texts.Dockerfile?.replace("CMD", "ENV GUNICORN_CMD_ARGS='--threads 4'\nCMD") ?? "" },
    { "compose.yaml": "services:\n  web:\n    build: .\n    environment: {GUNICORN_CMD_ARGS: '-w 9'}\n" },
    { "requirements.txt": "gunicorn==22.0.0\n" },
    { "gunicorn_new.py": "workers = 3\n" },
    {},
  ];
  for (const open of steps) {
    const files = edited(open);
    const now = allPaths(
      Object.keys(open)
        .filter((path) => !paths.includes(path))
        .join(" "),
    );
    expect(withoutPlaces(read(files, { paths: now, cpus: 2 }))).toEqual(
      withoutPlaces(readGunicorns(files, { paths: now, cpus: 2 })),
    );
  }
});
