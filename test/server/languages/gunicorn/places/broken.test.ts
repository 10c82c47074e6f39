import { describe, expect, test } from "vitest";
import { gunicornCatalog } from "../../../../../server/src/languages/gunicorn/catalog/catalog";
import { readCommandLine } from "../../../../../server/src/languages/gunicorn/commandLine";
import { readCommands } from "../../../../../server/src/languages/gunicorn/places/read";
import { randomFrom } from "../../../../random";

/** One text for each kind of file, with all that makes it hard to read. */
const texts: Readonly<Record<string, string>> = {
  Dockerfile: `FROM python:3.13 AS base\nARG W=2\nENV GUNICORN_CMD_ARGS="-w $W --name 'a b'" P=80\nCOPY <<EOF /e.sh\n#!/bin/sh\nexec gunicorn a\nEOF\nENTRYPOINT ["tini", "--"]\nCMD ["sh", "-c", \\\n # why\n "exec gunicorn -b :$P \\"a:app\\""]\n`,
  "compose.yaml": `x-a: &a\n  command: >-\n    gunicorn -w \${W:-2}\n    a:app\nservices:\n  w:\n    <<: *a\n    environment: {GUNICORN_CMD_ARGS: "-t 3\\n"}\n  v:\n    entrypoint: ["gunicorn", 'a''b']\n    command: |\n      -w 2\n`,
  Procfile: "web: A='b c' gunicorn -w ${W:-2} a:app --name \"x y\" 2>&1 | tee log\n",
  "x.service":
    '[Service]\nEnvironment="A=b c" D=%i\nExecStart=-@/bin/gunicorn g \\\n# why\n -w ${A} %% $$ \\\n a ; /bin/gunicorn b\n',
  "run.sh": `#!/bin/sh\nW=\${X:-3}; export O="--reload -t 3"\ncat <<'E' > x\ngunicorn\nE\nif [ -z "$A" ]; then cd "$(dirname "$0")/.." && gunicorn $O -w $W a; else exec gunicorn "$@" \`x\`; fi\n`,
  Makefile: "W ?= 3\nrun: a b\n\t@W=$$W; gunicorn -w $(W) \\\n\t  --name $@ a\n",
  "supervisord.conf":
    "[program:w]\ncommand=gunicorn -w 2\n  a:app ; why\nenvironment=A=\"b,c\",GUNICORN_CMD_ARGS='-w %(ENV_A)s'\n",
  ".env": "A=1\nexport GUNICORN_CMD_ARGS='-w 2 \"a b\"' # why\n",
};

const letters = [
  "",
  '"',
  "'",
  "\\",
  "$",
  "${",
  "}",
  "`",
  "(",
  "<<E",
  "\n",
  " ",
  "[",
  "%(",
  "|",
  "\r\n",
  "=",
  "#",
  "-",
  "\t",
  "한",
];

describe.each(Object.entries(texts))("%s, half typed and broken", (path, text) => {
  test("is read without failing, and every word lies in the text", () => {
    const next = randomFrom(path.length);
    expect(readCommands(path, text).length).toBeGreaterThan(0);
    for (let i = 0; i < 300; i++) {
      let broken = text;
      for (let slip = 0; slip <= i % 3; slip++) {
        const at = Math.floor(next() * broken.length);
        const letter = letters[Math.floor(next() * letters.length)] ?? "";
        broken = broken.slice(0, at) + letter + broken.slice(at + Math.floor(next() * 4));
      }
      for (const command of readCommands(path, broken)) {
        readCommandLine(command, gunicornCatalog());
        for (const word of command.words) {
          const { start, end } = word;
          const inner = Array.from({ length: word.text.length + 1 }, (_, offset) => word.at(offset));
          expect([start <= end, start >= 0, end <= broken.length], JSON.stringify([broken, word.text])).toEqual([
            true,
            true,
            true,
          ]);
          expect(
            inner.every((at) => at >= 0 && at <= broken.length),
            JSON.stringify([broken, word.text]),
          ).toBe(true);
        }
      }
    }
  });
});
