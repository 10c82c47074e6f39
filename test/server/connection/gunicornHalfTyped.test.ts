import { afterAll, beforeAll, expect, test } from "vitest";
import { type Session, startSession } from "./support";

let session: Session;
beforeAll(async () => {
  session = await startSession();
});
afterAll(() => session.end());

const docker = (start: string): string => `FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\n${start}`;
const compose = (body: string): string => `services:\n  web:\n    image: x\n${body}`;
const workers = "--workers";

// In a text whose quote or bracket is not closed yet, the same is proposed, and written as it belongs there.
test.each<[name: string, path: string, source: string, label: string, insert: string]>([
  ["an array and its text", "Dockerfile", docker('CMD ["gunicorn", "--wor|'), workers, '--workers", "${1:1}'],
  [
    "the same before other lines",
    "Dockerfile",
    docker('CMD ["gunicorn", "--wor|\nEXPOSE 80\n'),
    workers,
    '--workers", "${1:1}',
  ],
  ["an array alone", "Dockerfile", docker('CMD ["gunicorn", "--wor|"'), workers, '--workers", "${1:1}'],
  ["an array with nothing yet", "Dockerfile", docker('CMD ["gunicorn", |'), workers, '"--workers", "${1:1}"'],
  [
    "a text before others",
    "Dockerfile",
    docker('CMD ["gunicorn", "--wor|, "app:app"]\n'),
    workers,
    '--workers", "${1:1}',
  ],
  ["a word with an end", "Dockerfile", docker('CMD ["gunicorn", "--wor|kers'), workers, "--workers"],
  ["a value in an array", "Dockerfile", docker('CMD ["gunicorn", "--worker-class", "g|'), "gthread", "gthread"],
  ["a quote of a shell", "Dockerfile", docker('CMD gunicorn --worker-class "g|'), "gthread", "gthread"],
  [
    "an apostrophe of a shell",
    "Dockerfile",
    docker("CMD gunicorn --worker-class 'g|\nEXPOSE 80\n"),
    "gthread",
    "gthread",
  ],
  ["a text for a shell", "Dockerfile", docker('CMD ["sh", "-c", "gunicorn --wor|'), workers, "--workers ${1:1}"],
  ["a list of YAML", "compose.yaml", compose("    command: [gunicorn, --wor|"), workers, '--workers, "${1:1}"'],
  [
    "a list of YAML in quotes",
    "compose.yaml",
    compose('    command: ["gunicorn", "--wor|'),
    workers,
    '--workers", "${1:1}',
  ],
  [
    "before further keys",
    "compose.yaml",
    compose('    command: ["gunicorn", "--wor|\n    ports: ["80:80"]\n'),
    workers,
    '--workers", "${1:1}',
  ],
  [
    "a list with apostrophes",
    "compose.yaml",
    compose("    command: ['gunicorn', '--wor|"),
    workers,
    "--workers', '${1:1}",
  ],
  ["a text of YAML", "compose.yaml", compose('    command: "gunicorn --wor|'), workers, "--workers ${1:1}"],
  [
    "a text of YAML before further keys",
    "compose.yaml",
    compose('    command: "gunicorn --wor|\n    ports: ["80:80"]\n'),
    workers,
    "--workers ${1:1}",
  ],
  [
    "an item of YAML",
    "compose.yaml",
    compose('    command:\n      - gunicorn\n      - "--wor|\n'),
    workers,
    "--workers=${1:1}",
  ],
  [
    "variables of compose",
    "compose.yaml",
    compose('    command: gunicorn\n    environment:\n      GUNICORN_CMD_ARGS: "--wor|\n'),
    workers,
    "--workers ${1:1}",
  ],
  ["a Procfile", "Procfile", 'web: gunicorn --worker-class "g|\n', "gthread", "gthread"],
  ["a unit", "a.service", '[Service]\nExecStart=/x/gunicorn --worker-class "g|\n', "gthread", "gthread"],
  ["a script", "run.sh", '#!/bin/sh\nexec gunicorn --worker-class "g|\necho done\n', "gthread", "gthread"],
  [
    "a variable of a script",
    "run.sh",
    '#!/bin/sh\nexport GUNICORN_CMD_ARGS="--wor|\nexec gunicorn\n',
    workers,
    "--workers ${1:1}",
  ],
  ["a file of variables", ".env", 'GUNICORN_CMD_ARGS="--wor|\nB=1\n', workers, "--workers ${1:1}"],
  [
    "a variable of a Dockerfile",
    "Dockerfile",
    docker('ENV GUNICORN_CMD_ARGS="--wor|\nCMD ["gunicorn", "app:app"]\n'),
    workers,
    "--workers ${1:1}",
  ],
  ["a Makefile", "Makefile", "run:\n\tgunicorn --worker-class 'g|\n", "gthread", "gthread"],
  ["a supervisor", "supervisord.conf", '[program:x]\ncommand=gunicorn --worker-class "g|\n', "gthread", "gthread"],
])("%s: %s", async (_, path, source, label, insert) => {
  const items = await session.complete(path, source);
  const edits = items.filter((item) => item.label === label).map((item) => item.textEdit?.newText);
  expect(edits).toEqual([insert]);
});
