import { describe, expect, test } from "vitest";
import type { Edit } from "../../../server/src/findings";
import { gunicornCatalog } from "../../../server/src/languages/gunicorn/catalog/catalog";
import { readCommandLine } from "../../../server/src/languages/gunicorn/commandLine";
import { moveFlags } from "../../../server/src/languages/gunicorn/features/moveFlags";
import { readCommands } from "../../../server/src/languages/gunicorn/places/read";
import { gunicornFindings, readJudged } from "../../../server/src/rules/gunicornFindings";
import { filesOf } from "../scaffold/support";

type Write = (words: readonly string[]) => string;

const json = (words: readonly string[], gap = ", ") => words.map((word) => JSON.stringify(word)).join(gap);
const docker = (start: string) => `FROM python:3.13\nWORKDIR /app\nCOPY . .\n${start}\n`;
const compose = (body: string) => `services:\n  web:\n    image: x\n${body}\n`;
const shell = (words: readonly string[]) => words.join(" ");
const lines = (words: readonly string[]) => words.join(" \\\n    ");

/** Every way to write a command line, or what stands in `GUNICORN_CMD_ARGS`. */
const forms: readonly (readonly [name: string, path: string, write: Write])[] = [
  ["exec form", "Dockerfile", (words) => docker(`CMD [${json(["gunicorn", ...words])}]`)],
  [
    "exec form in lines",
    "Dockerfile",
    (words) => docker(`CMD [ \\\n  ${json(["gunicorn", ...words], ", \\\n  ")} \\\n]`),
  ],
  ["exec form of a shell", "Dockerfile", (words) => docker(`CMD ["sh", "-c", "exec gunicorn ${shell(words)}"]`)],
  ["shell form", "Dockerfile", (words) => docker(`CMD gunicorn ${shell(words)}`)],
  ["shell form in lines", "Dockerfile", (words) => docker(`CMD exec gunicorn \\\n    ${lines(words)}`)],
  ["shell form in quotes", "Dockerfile", (words) => docker(`CMD gunicorn ${shell(words.map((word) => `'${word}'`))}`)],
  ["two forms", "Dockerfile", (words) => docker(`ENTRYPOINT ["gunicorn"]\nCMD [${json(words)}]`)],
  ["text", "compose.yaml", (words) => compose(`    command: gunicorn ${shell(words)}`)],
  ["text in quotes", "compose.yaml", (words) => compose(`    command: "gunicorn ${shell(words)}"`)],
  [
    "text with quotes in it",
    "compose.yaml",
    (words) => compose(`    command: gunicorn ${shell(words.map((it) => `"${it}"`))}`),
  ],
  [
    "folded text",
    "compose.yaml",
    (words) => compose(`    command: >\n      gunicorn\n      ${words.join("\n      ")}`),
  ],
  ["text of a shell", "compose.yaml", (words) => compose(`    command: sh -c "exec gunicorn ${shell(words)}"`)],
  ["list of a shell", "compose.yaml", (words) => compose(`    command: [sh, -c, "gunicorn ${shell(words)}"]`)],
  ["list", "compose.yaml", (words) => compose(`    command: [gunicorn, ${words.join(", ")}]`)],
  ["list in quotes", "compose.yaml", (words) => compose(`    command: [${json(["gunicorn", ...words])}]`)],
  [
    "list in apostrophes",
    "compose.yaml",
    (words) => compose(`    command: ['gunicorn', ${words.map((it) => `'${it}'`).join(", ")}]`),
  ],
  ["items", "compose.yaml", (words) => compose(`    command:\n      - gunicorn\n      - ${words.join("\n      - ")}`)],
  [
    "items in quotes",
    "compose.yaml",
    (words) => compose(`    command:\n      - gunicorn\n      - ${json(words, "\n      - ")}`),
  ],
  ["Procfile", "Procfile", (words) => `web: gunicorn ${shell(words)}\n`],
  ["unit", "web.service", (words) => `[Service]\nExecStart=/srv/bin/gunicorn ${shell(words)}\n`],
  [
    "unit in lines",
    "web.service",
    (words) => `[Service]\nExecStart=/srv/bin/gunicorn \\\n    ${lines(words)}\nRestart=always\n`,
  ],
  ["script", "run.sh", (words) => `#!/bin/sh\nset -e\nexec gunicorn ${lines(words)} && echo done\n`],
  ["Makefile", "Makefile", (words) => `run:\n\t@gunicorn ${shell(words)}\n`],
  ["supervisor", "supervisord.conf", (words) => `[program:web]\ncommand=gunicorn ${shell(words)}\n`],
];

const app = "app:app";

/** What is wrong, as words of a command, and what they are when it is mended. */
const cases: readonly (readonly [code: string, words: readonly string[], mended: readonly string[]])[] = [
  ["unknown-flag", ["--wokers", "2", app], ["--workers", "2", app]],
  ["unknown-flag", [app, "--wokers=2"], [app, "--workers=2"]],
  ["flag-value", ["--timeout", "30s", app], ["--timeout", "30", app]],
  ["flag-value", [app, "--timeout=30s"], [app, "--timeout=30"]],
  ["flag-value", ["-t30s", app], ["-t30", app]],
  ["flag-value", ["--reload=true", app], ["--reload", app]],
  ["flag-value", ["--http-parser", "pyton", app], ["--http-parser", "python", app]],
  ["unknown-worker", ["-k", "gthraed", app], ["-k", "gthread", app]],
  ["timeout-off", ["--timeout=0", app], ["--timeout=30", app]],
  ["threads-ignored", ["-k", "gevent", "--threads", "4", app], ["-k", "gevent", app]],
  ["threads-ignored", [app, "-k", "gevent", "--threads=4"], [app, "-k", "gevent"]],
  ["app-not-found", ["app:ap"], [app]],
];

const apply = (text: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, text: own }) => now.slice(0, start) + own + now.slice(end), text);

/** Mends the first finding of a code that has a fix. */
function mend(path: string, text: string, code: string): string | undefined {
  const texts: Record<string, string> = { "app.py": "app = 1\n", [path]: text };
  const found = [...gunicornFindings(readJudged(filesOf(texts), Object.keys(texts), 4)).values()].flat();
  const fix = found.find((finding) => finding.code === `gunicorn-${code}`)?.fixes?.[0];
  return fix && apply(text, fix.edits);
}

const wordsIn = (path: string, text: string): string[] =>
  readCommands(path, text, { files: filesOf({ [path]: text }) })
    .slice(-1)
    .flatMap(({ words }) => words.map((word) => word.text));

describe.each(forms)("%s", (_, path, write) => {
  // Where it is not known in which folder it starts, the app is not either.
  test.each(cases.filter(([code]) => code !== "app-not-found" || !/compose/.test(path)))(
    "%s: %j",
    (code, words, mended) => {
      const text = write(words);
      expect(wordsIn(path, text)).toEqual(words);
      expect(wordsIn(path, mend(path, text, code) ?? "")).toEqual(mended);
    },
  );

  test("options move into a file", () => {
    const catalog = gunicornCatalog();
    const text = write(["-w", "5", "--bind=0.0.0.0:80", app, "-t9", "--preload"]);
    const command = readCommands(path, text, { files: filesOf({ [path]: text }) }).at(-1);
    const move =
      command &&
      moveFlags(readCommandLine(command, catalog), { path, text }, { text: "", given: [], gunicorns: [] }, catalog);
    expect(apply("", move?.config ?? [])).toBe('bind = "0.0.0.0:80"\nworkers = 5\ntimeout = 9\npreload_app = True\n');
    expect(wordsIn(path, apply(text, move?.command ?? []))).toEqual([app]);
  });
});

describe("GUNICORN_CMD_ARGS", () => {
  const variables: readonly (readonly [path: string, write: (args: string) => string])[] = [
    [".env", (args) => `A=1\nGUNICORN_CMD_ARGS=${args}\nB=2\n`],
    [".env", (args) => `GUNICORN_CMD_ARGS="${args}"\n`],
    ["Dockerfile", (args) => docker(`ENV GUNICORN_CMD_ARGS="${args}"\nCMD ["gunicorn", "app:app"]`)],
    [
      "compose.yaml",
      (args) => compose(`    command: gunicorn app:app\n    environment:\n      GUNICORN_CMD_ARGS: ${args}`),
    ],
    [
      "compose.yaml",
      (args) => compose(`    command: gunicorn app:app\n    environment:\n      - "GUNICORN_CMD_ARGS=${args}"`),
    ],
    ["run.sh", (args) => `export GUNICORN_CMD_ARGS="${args}"\ngunicorn app:app\n`],
    ["web.service", (args) => `[Service]\nEnvironment="GUNICORN_CMD_ARGS=${args}"\nExecStart=/x/gunicorn app:app\n`],
    [
      "supervisord.conf",
      (args) => `[program:web]\nenvironment=GUNICORN_CMD_ARGS="${args}"\ncommand=gunicorn app:app\n`,
    ],
  ];
  test.each(variables)("in %s: %s", (path, write) => {
    expect(mend(path, write("--wokers 2 --timeout 9"), "unknown-flag")).toBe(write("--workers 2 --timeout 9"));
    expect(mend(path, write("--workers 2 --timeout 9s"), "flag-value")).toBe(write("--workers 2 --timeout 9"));
    expect(mend(path, write("-k gevent --threads 2 -w 3"), "threads-ignored")).toBe(write("-k gevent -w 3"));
  });
});

test.each(["-Dw4 app:app", "-Rt9 app:app"])("what shares its word with others stays: %s", (words) => {
  const catalog = gunicornCatalog();
  const text = `web: gunicorn ${words}\n`;
  const [command] = readCommands("Procfile", text, {});
  expect(
    command &&
      moveFlags(
        readCommandLine(command, catalog),
        { path: "Procfile", text },
        { text: "", given: [], gunicorns: [] },
        catalog,
      ),
  ).toBe(undefined);
});
