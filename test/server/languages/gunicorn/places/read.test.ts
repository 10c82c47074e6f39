import { describe, expect, test } from "vitest";
import type { GunicornCommand } from "../../../../../server/src/languages/gunicorn/model";
import { readCommands } from "../../../../../server/src/languages/gunicorn/places/read";

/** Each command as its words; `A=` before one that is a `GUNICORN_CMD_ARGS`, `?` before a word that is not known. */
function shown(commands: readonly GunicornCommand[]): string[][] {
  return commands.map(({ kind, words }) => [
    ...(kind === "arguments" ? ["A="] : []),
    ...words.map(({ text, unknown, spreads }) => (spreads ? "??" : unknown ? "?" : "") + text),
  ]);
}

/** What is written leads back: each letter of a word stands where the word says, unless it stands for something else. */
function checkPlaces(path: string, text: string, commands: readonly GunicornCommand[]): void {
  for (const { words } of commands) {
    for (const word of words) {
      if (word.path !== path) continue;
      const written = text.slice(word.start, word.end);
      expect(word.at(word.text.length)).toBeLessThanOrEqual(word.end);
      if (/[$%\\\n]|^\*/.test(written)) continue;
      const letters = Array.from(word.text, (_, i) => text.charAt(word.at(i))).join("");
      expect(letters).toBe(word.text);
      expect(written).toContain(word.text);
    }
  }
}

const cases: Record<string, [what: string, text: string, expected: string[][]][]> = {
  Dockerfile: [
    ["exec form", 'FROM x\nCMD ["gunicorn", "-w", "4", "a:app"]', [["-w", "4", "a:app"]]],
    ["escapes of JSON", 'FROM x\nCMD ["gunicorn", "--name=a\\"b\\u0041"]', [['--name=a"bA']]],
    ["exec form over lines", 'FROM x\nCMD ["gunicorn", \\\n # why\n\n "-w4", \\\n "a:app"]', [["-w4", "a:app"]]],
    ["exec form has no variables", 'FROM x\nENV P=1\nCMD ["gunicorn", "-b", ":$P"]', [["-b", ":$P"]]],
    ["shell form", "FROM x\nCMD gunicorn -b '0.0.0.0:80' \\\n  # why\n  \"a:app\"", [["-b", "0.0.0.0:80", "a:app"]]],
    ["variables of the image", "FROM x\nENV W=4\nCMD gunicorn -w $W -b :$PORT a", [["-w", "4", "-b", "?:$PORT", "a"]]],
    ["ARG is not there at run time, but its default may be", "FROM x\nCMD gunicorn -w ${W:-3} a", [["-w", "3", "a"]]],
    ["through exec and sh -c", 'FROM x\nCMD ["sh", "-c", "exec gunicorn -b :$P a"]', [["-b", "?:$P", "a"]]],
    ["entry point and command", 'FROM x\nENTRYPOINT ["gunicorn", "-w2"]\nCMD ["a:app"]', [["-w2", "a:app"]]],
    ["tini", 'FROM x\nENTRYPOINT ["/sbin/tini", "--"]\nCMD ["gunicorn", "a"]', [["a"]]],
    ["tini and a shell", 'FROM x\nENTRYPOINT ["tini", "-g", "--"]\nCMD gunicorn a', [["a"]]],
    [
      "a script may fill in what it gets",
      'FROM x\nENTRYPOINT ["/e.sh"]\nCMD ["gunicorn", "-w", "$N"]',
      [["-w", "?$N"]],
    ],
    ["shell entry point ignores the command", 'FROM x\nENTRYPOINT gunicorn a\nCMD ["-w", "2"]', [["a"]]],
    ["python -m", 'FROM x\nCMD ["python3", "-u", "-m", "gunicorn", "a"]', [["a"]]],
    ["module run by a debugger", "FROM x\nCMD python -m debugpy --listen :5678 -m gunicorn a", [["a"]]],
    ["uv run, poetry run", "FROM x\nCMD uv run --with gevent gunicorn a", [["a"]]],
    ["dumb-init, su-exec", 'FROM x\nCMD ["dumb-init", "--", "su-exec", "n:n", "gunicorn", "a"]', [["a"]]],
    ["what measures", 'FROM x\nCMD ["newrelic-admin", "run-program", "ddtrace-run", "gunicorn", "a"]', [["a"]]],
    ["its own options", 'FROM x\nCMD ["opentelemetry-instrument", "--traces_exporter", "o", "gunicorn", "a"]', [["a"]]],
    [
      "pdm run, pipenv run, nice",
      "FROM x\nCMD pdm run gunicorn a\nFROM x\nCMD nice -n 5 pipenv run gunicorn b",
      [["a"], ["b"]],
    ],
    ["several lines in a text", 'FROM x\nCMD ["sh", "-ec", "flask db upgrade\\nexec gunicorn a"]', [["a"]]],
    ["groups", "FROM x\nCMD (celery -A a worker &) && { gunicorn a; }", [["a"]]],
    ["small letters and lines of Windows", 'from x\r\ncmd ["gunicorn", \\\r\n "-w4", \\\r\n "a"]\r\n', [["-w4", "a"]]],
    ["another escape", "# escape=`\nFROM x\nCMD gunicorn -w 3 `\n  a", [["-w", "3", "a"]]],
    ["only the last command", "FROM x\nCMD gunicorn a\nCMD gunicorn b", [["b"]]],
    ["every stage", "FROM x AS dev\nCMD gunicorn a\nFROM x\nCMD gunicorn b", [["a"], ["b"]]],
    ["what a stage takes over is written once", "FROM x AS base\nCMD gunicorn a\nFROM base\nRUN y", [["a"]]],
    [
      "GUNICORN_CMD_ARGS",
      "FROM x\nENV A=1 GUNICORN_CMD_ARGS=\"-w 2 --name 'a b'\"",
      [["A=", "-w", "2", "--name", "a b"]],
    ],
    ["the old form of ENV", "FROM x\nENV GUNICORN_CMD_ARGS -w 2", [["A=", "-w", "2"]]],
    [
      "the old form of ENV with quotes",
      "FROM x\nENV GUNICORN_CMD_ARGS \"-w 2 --name 'a b'\"",
      [["A=", "-w", "2", "--name", "a b"]],
    ],
    ["a script in place", "FROM x\nCOPY <<EOF /e.sh\n#!/bin/sh\nexec gunicorn a\nEOF\n", [["a"]]],
    ["installing is not starting", "FROM x\nRUN pip install gunicorn && command -v gunicorn", []],
    ["asking is not starting", "FROM x\nCMD command -v gunicorn", []],
    ["another server", 'FROM x\nCMD ["uvicorn", "a:app"]', []],
    ["half typed", 'FROM x\nCMD ["gunicorn", "-w', []],
  ],
  "compose.yaml": [
    ["text", "services:\n  w:\n    command: gunicorn -w 2 'a b'", [["-w", "2", "a b"]]],
    ["list", "services:\n  w:\n    command: [\"gunicorn\", '-w', 2, a:app]", [["-w", "2", "a:app"]]],
    ["lines", "services:\n  w:\n    command:\n      - gunicorn\n      - --name=a b", [["--name=a b"]]],
    ["folded", "services:\n  w:\n    command: >-\n      gunicorn\n      -w 2\n      a:app\n", [["-w", "2", "a:app"]]],
    ["literal", "services:\n  w:\n    command: |\n      gunicorn \\\n        -w 2 a\n", [["-w", "2", "a"]]],
    ["in quotes", 'services:\n  w:\n    command: "gunicorn \\\n      --name=\\"a b\\" c"', [["--name=a b", "c"]]],
    ["plain over lines", "services:\n  w:\n    command: gunicorn\n      -w 2\n      a", [["-w", "2", "a"]]],
    [
      "variables of compose",
      "services:\n  w:\n    command: gunicorn -w ${W:-3} -b :${P} a",
      [["-w", "3", "-b", "?:${P}", "a"]],
    ],
    ["no shell, no variables", "services:\n  w:\n    command: gunicorn -b :$$P a", [["-b", ":$P", "a"]]],
    [
      "a shell's variables",
      "services:\n  w:\n    environment:\n      W: 3\n    command: sh -c 'gunicorn -w $$W -b :$$P a'",
      [["-w", "3", "-b", "?:$P", "a"]],
    ],
    ["a shell by a list", "services:\n  w:\n    command: [bash, -lc, gunicorn -w 1 a]", [["-w", "1", "a"]]],
    ["entry point", "services:\n  w:\n    entrypoint: [gunicorn]\n    command: [-w, '1', a]", [["-w", "1", "a"]]],
    ["wait for it", "services:\n  w:\n    command: ./wait-for-it.sh db:5432 -- gunicorn a", [["a"]]],
    [
      "environment as map",
      "services:\n  w:\n    environment:\n      GUNICORN_CMD_ARGS: --workers=2 -b :80",
      [["A=", "--workers=2", "-b", ":80"]],
    ],
    [
      "environment as list",
      'services:\n  w:\n    environment:\n      - "GUNICORN_CMD_ARGS=-w 2"\n',
      [["A=", "-w", "2"]],
    ],
    ["an anchor", "x-c: &c gunicorn a\nservices:\n  w:\n    command: *c", [["a"]]],
    [
      "another service",
      "services:\n  v:\n    command: gunicorn a\n  w:\n    extends: v\n    environment: {A: 1}\n",
      [["a"], ["a"]],
    ],
    ["nothing", "services:\n  w:\n    command: celery worker", []],
  ],
  Procfile: [
    ["web and others", "web: gunicorn a\nworker: celery\napi: gunicorn -b :$PORT b", [["a"], ["-b", "?:$PORT", "b"]]],
    ["with a variable", "web: W=2 gunicorn -w $W a", [["-w", "??$W", "a"]]],
    ["after another command", "web: flask db upgrade && gunicorn a", [["a"]]],
    ["no command", "web:\n", []],
  ],
  "gunicorn.service": [
    [
      "continued, with a comment",
      "[Service]\nExecStart=/srv/venv/bin/gunicorn \\\n  --workers 3 \\\n# why\n  'a:app'\n",
      [["--workers", "3", "a:app"]],
    ],
    ["prefixes", "[Service]\nExecStart=-@/bin/gunicorn gunicorn a\n", [["a"]]],
    [
      "specifiers",
      "[Service]\nExecStart=/bin/gunicorn --name %i --pid 100%% a\n",
      [["--name", "??%i", "--pid", "100%", "a"]],
    ],
    [
      "environment",
      '[Service]\nEnvironment="W=2" GUNICORN_CMD_ARGS=-w4\nExecStart=/bin/gunicorn -w ${W} $MORE a\n',
      [
        ["A=", "-w4"],
        ["-w", "2", "??$MORE", "a"],
      ],
    ],
    ["a shell", "[Service]\nExecStart=/bin/bash -c 'cd /srv && gunicorn a'\n", [["a"]]],
    ["another section", "[Unit]\nExecStart=/bin/gunicorn a\n", []],
    ["a comment", "[Service]\n#ExecStart=/bin/gunicorn a\n", []],
  ],
  "start.sh": [
    ["exec, continued", "#!/bin/sh\nset -e\nexec gunicorn \\\n  -w 2 \\\n  a:app\n", [["-w", "2", "a:app"]]],
    ["what it sets", "W=3\nexport P=80\ngunicorn -w $W -b :$P a", [["-w", "3", "-b", ":80", "a"]]],
    ["several words in one variable", 'O="-w 3 --reload"\ngunicorn $O a', [["-w", "3", "--reload", "a"]]],
    ["in quotes it is one", 'N="a b"\ngunicorn --name "$N" a', [["--name", "a b", "a"]]],
    ["defaults", 'gunicorn -w "${W:-3}" -b ":${P:=80}" a', [["-w", "3", "-b", ":80", "a"]]],
    ["what may be set or not", "if x; then\n  W=3\nfi\ngunicorn -w $W a", [["-w", "??$W", "a"]]],
    ["what is set twice", "W=3\nW=4\ngunicorn -w $W a", [["-w", "??$W", "a"]]],
    ["arguments of the script", 'gunicorn a "$@"', [["a", "??$@"]]],
    [
      "what commands print",
      "gunicorn -w $(nproc) -b `hostname -i`:80 a",
      [["-w", "??$(nproc)", "-b", "??`hostname -i`:80", "a"]],
    ],
    ["redirections and background", "gunicorn a > log 2>&1 &\n", [["a"]]],
    ["branches", "if x; then gunicorn --reload a; else exec gunicorn a; fi", [["--reload", "a"], ["a"]]],
    ["cases", 'case "$1" in\n  web) exec gunicorn a ;;\n  *) celery ;;\nesac', [["a"]]],
    ["here documents are texts", "cat > x <<EOF\ngunicorn a\nEOF\ngunicorn b", [["b"]]],
    ["comments", "# gunicorn a\ngunicorn b # -w 2", [["b"]]],
    ["export", "export GUNICORN_CMD_ARGS='-w 2'\ngunicorn a", [["A=", "-w", "2"], ["a"]]],
    ["set before", 'GUNICORN_CMD_ARGS="--workers=$N -t 3" gunicorn a', [["A=", "?--workers=$N", "-t", "3"], ["a"]]],
    ["another user", "su -c 'gunicorn a' www", [["a"]]],
    ["gosu, sudo, env, nohup", "gosu w gunicorn a\nsudo -u w env X=1 nohup gunicorn b", [["a"], ["b"]]],
    ["its name in others", "pip install gunicorn\npkill gunicorn\nsystemctl restart gunicorn\nwhich gunicorn", []],
    ["loops and functions", "while ! nc -z db 1; do sleep 1; done\nfunction run() {\n  gunicorn a\n}\nrun", [["a"]]],
    ["named, and started elsewhere", "echo gunicorn --foo\ndocker exec web gunicorn --bar\ncommand -v gunicorn", []],
    ["coverage", "coverage run -m gunicorn a", [["a"]]],
    ["a variable for the folder", "$VENV/bin/gunicorn a", [["a"]]],
  ],
  Makefile: [
    ["a recipe beside its target", "run: all ; @gunicorn a:b\n", [["a:b"]]],
    ["none in a variable with a semicolon", "run := x; gunicorn a:b\n", []],
    ["recipes", "run: venv\n\t@gunicorn -w 2 \\\n\t  a\nother:\n\techo\n", [["-w", "2", "a"]]],
    [
      "variables of make",
      "W = 3\nrun:\n\tgunicorn -w $(W) -b :${P} $(O) a",
      [["-w", "3", "-b", "?:${P}", "??$(O)", "a"]],
    ],
    ["variables of the shell", "run:\n\tP=80; gunicorn -b :$$P a", [["-b", ":80", "a"]]],
    ["a variable is no recipe", "X = gunicorn a\n", []],
  ],
  "supervisord.conf": [
    [
      "a program",
      '[program:web]\ncommand=/srv/bin/gunicorn -w 2 %(ENV_O)s a ; why\nenvironment=O="x",GUNICORN_CMD_ARGS="-t 3"\n',
      [
        ["A=", "-t", "3"],
        ["-w", "2", "x", "a"],
      ],
    ],
    ["continued", "[program:web]\ncommand=gunicorn\n  -w 2\n  a\nuser=x", [["-w", "2", "a"]]],
    [
      "what is not known",
      "[program:web]\ncommand=gunicorn --name %(program_name)s a",
      [["--name", "??%(program_name)s", "a"]],
    ],
    ["other sections", "[group:x]\ncommand=gunicorn a", []],
  ],
  ".env": [
    ["plain", "A=1\nGUNICORN_CMD_ARGS=--workers 2 -b :80 # why\n", [["A=", "--workers", "2", "-b", ":80"]]],
    ["in quotes", "export GUNICORN_CMD_ARGS=\"-w 2 --name 'a b'\"\n", [["A=", "-w", "2", "--name", "a b"]]],
    ["nothing", "GUNICORN=1\n", []],
  ],
  "notes.txt": [["another kind of file", "gunicorn a", []]],
  "bin/web": [["by its first line", "#!/usr/bin/env bash\ngunicorn a", [["a"]]]],
};

describe.each(Object.entries(cases))("command lines of %s", (path, table) => {
  test.each(table)("%s", (_, text, expected) => {
    const commands = readCommands(path, text);
    expect(shown(commands)).toEqual(expected);
    checkPlaces(path, text, commands);
  });
});
