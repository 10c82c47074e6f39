import { describe, expect, test } from "vitest";
import { gunicornFindings, readJudged } from "../../../server/src/rules/gunicornFindings";
import { filesOf } from "../scaffold/support";

type Texts = Readonly<Record<string, string>>;

const project: Texts = {
  "app.py": "def create_app():\n    return 1\n\napp = create_app()\n",
  "requirements.txt": "flask\ngunicorn==27.0.1\n",
};
const dockerfile = (lines: string): string =>
  `FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n${lines}\n`;
const image = (lines: string, more: Texts = {}): Texts => ({ ...project, Dockerfile: dockerfile(lines), ...more });

/** Errors and warnings: the code, what is underlined, and what the first fix writes. */
function told(texts: Texts): string[] {
  const found = gunicornFindings(readJudged(filesOf(texts), Object.keys(texts), 2));
  return [...found.values()].flat().flatMap(({ code, severity, path, start, end, fixes = [] }) => {
    if (severity !== "error" && severity !== "warning") return [];
    const edit = fixes[0]?.edits[0];
    const mark = severity === "error" ? "" : "warning ";
    const instead = edit === undefined ? "" : ` -> ${edit.text}`;
    return `${mark}${code.replace("gunicorn-", "")} ${texts[path]?.slice(start, end)}${instead}`;
  });
}

const list = '["gunicorn", "-b", ":80", "app:app"]';

describe("what Docker makes of the words of a Dockerfile", () => {
  test.each<[string, string, string[]]>([
    ["a list", `CMD ${list}`, []],
    ["a list over lines", `CMD ["gunicorn", \\\n  "-b", ":80", "app:app"]`, []],
    ["a text for a shell", "CMD gunicorn -b :80 app:app # why", []],
    ["a test of a shell", 'CMD [ -f x ] && gunicorn -b :80 "app:app"', []],
    [
      "single quotes",
      "CMD ['gunicorn', '-b', ':80', 'app:app']",
      [`docker-words ['gunicorn', '-b', ':80', 'app:app'] -> ${list}`],
    ],
    [
      "single quotes over lines",
      "CMD ['gunicorn', \\\n '-b', ':80', 'app:app']",
      [`docker-words ['gunicorn', \\\n '-b', ':80', 'app:app'] -> ${list}`],
    ],
    ["a comma at the end", `CMD ${list.replace("]", ",]")}`, [`docker-words ${list.replace("]", ",]")} -> ${list}`]],
    ["a comment behind it", `CMD ${list} # why`, [`docker-words ${list} # why -> ${list}`]],
    ["a comment before it", `# why\nCMD ${list}`, []],
    ["one text", 'CMD ["gunicorn -b :80 app:app"]', [`docker-words ["gunicorn -b :80 app:app"] -> ${list}`]],
    [
      "one text with what only a shell reads",
      `CMD ["gunicorn -b :80 'app:app'"]`,
      [`docker-words ["gunicorn -b :80 'app:app'"]`],
    ],
    ["one text for a shell", 'CMD ["sh", "-c", "gunicorn -b :80 app:app"]', []],
    ["an entry point", `ENTRYPOINT ['gunicorn']\nCMD ["app:app"]`, [`docker-words ['gunicorn'] -> ["gunicorn"]`]],
    ["a variable in a list", 'CMD ["gunicorn", "-b", ":$PORT", "app:app"]', ["docker-words :$PORT"]],
    ["a variable in braces", 'CMD ["gunicorn", "--bind=:${PORT}", "app:app"]', ["docker-words :${PORT}"]],
    ["a variable for a shell", "CMD gunicorn -b :$PORT app:app", []],
    ["a variable for a shell in a list", 'CMD ["sh", "-c", "gunicorn -b :$PORT app:app"]', []],
    [
      "a variable behind a script that may fill it in",
      'ENTRYPOINT ["./entry.sh"]\nCMD ["gunicorn", "-b", ":$PORT", "app:app"]',
      [],
    ],
    [
      "options without quotes",
      "ENV GUNICORN_CMD_ARGS=--bind=:80 --workers=4\nCMD gunicorn app:app",
      ['docker-words --workers=4 -> GUNICORN_CMD_ARGS="--bind=:80 --workers=4"'],
    ],
    ["options in quotes", 'ENV GUNICORN_CMD_ARGS="--bind=:80 --workers=4"\nCMD gunicorn app:app', []],
    ["another variable beside", "ENV GUNICORN_CMD_ARGS=--bind=:80 A=4\nCMD gunicorn app:app", []],
  ])("%s", (_name, lines, expected) => {
    expect(told(image(lines))).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ["compose's own variable", "gunicorn -b :${PORT} app:app", []],
    ["a dollar for what it starts", '["gunicorn", "-b", ":$$PORT", "app:app"]', ["docker-words :$$PORT"]],
    ["a dollar for a shell", '["sh", "-c", "gunicorn -b :$$PORT app:app"]', []],
  ])("%s", (_name, command, expected) => {
    const compose = { "compose.yaml": `services:\n  web:\n    build: .\n    command: ${command}\n` };
    expect(told(image("CMD python app.py", compose))).toEqual(expected);
  });
});

test.each([
  ["as it is", "    build: .\n"],
  ["with a command of its own", "    build: .\n    command: [app:app]\n"],
  // The image alone does not start.
  ["with an entry point of its own", "    build: .\n    entrypoint: [gunicorn, app:app]\n"],
])("an entry point in single quotes, of a service: %s", (_name, service) => {
  const texts = image("ENTRYPOINT ['gunicorn']\nCMD [\"app:app\"]", {
    "compose.yaml": `services:\n  web:\n${service}`,
  });
  expect(told(texts)).toEqual([`docker-words ['gunicorn'] -> ["gunicorn"]`]);
});

describe("words that are no app to serve", () => {
  test.each<[string, string, string[], Texts?]>([
    ["another server's command", "run app:app", ["extra-target run -> "]],
    ["a module of that name", "run app:app", ["warning extra-target app:app"], { "run.py": "application = 1\n" }],
    ["a value of an option without", "--preload true app:app", ["extra-target true -> "]],
    ["a value behind it", "app:app --reload true", ["extra-target true -> "]],
    ["a long dash", "–workers 4 app:app", ["extra-target –workers -> --"]],
    ["a long dash that is no option", "–x app:app", ["warning extra-target app:app"]],
    ["two words in one", '"--workers 4" app:app', ['extra-target "--workers 4"']],
    ["a letter with its value in one", '"-w 4" app:app', []],
    ["a blank in an address", "--bind=0.0.0.0 :8000 app:app", ["extra-target :8000 -> "]],
    ["the app twice", "app:app app:app", ["warning extra-target app:app"]],
    ["the beginning of several options", "--worker 4 app:app", ["unknown-flag --worker"]],
    ["the beginning of one", "--worker-cl sync app:app", []],
  ])("%s", (_name, words, expected, more = {}) => {
    const all = told({ ...project, ...more, Procfile: `web: gunicorn ${words}\n` });
    expect(all.filter((line) => /extra-target|unknown-flag/.test(line))).toEqual(expected);
  });
});

describe("a script that starts Gunicorn", () => {
  test.each<[string, string, string[]]>([
    [
      "without a backslash",
      "exec gunicorn --bind :80\n  --workers 3 app:app\n",
      ["no-target gunicorn --bind :80 ->  \\"],
    ],
    ["with one", "exec gunicorn --bind :80 \\\n  --workers 3 app:app\n", []],
    ["with the app before it", "exec gunicorn app:app\n  --workers 3\n", []],
    ["with another command behind it", "gunicorn --bind :80\nls --all\n", []],
    ["with words that are not known", "gunicorn $OPTIONS\n  --workers 3 app:app\n", []],
  ])("%s", (_name, script, expected) => {
    expect(told({ ...project, "start.sh": `#!/bin/sh\n${script}` })).toEqual(expected);
  });
});

describe("what Gunicorn needs to start", () => {
  const all = (words: string, more: Texts = {}): string[] => {
    const texts = { ...project, ...more, Procfile: `web: gunicorn ${words} app:app\n` };
    const found = gunicornFindings(readJudged(filesOf(texts), Object.keys(texts), 2));
    return [...found.values()].flat().map(({ code, path, start, end }) => {
      const at = (texts as Texts)[path]?.slice(start, end);
      return `${code.replace("gunicorn-", "")} ${at}`;
    });
  };

  test.each<[string, string, string[], Texts?]>([
    ["a worker without a name", "-k ''", ["unknown-worker -k '"]],
    ["a worker", "-k sync", []],
    ["memory, misspelt", "--worker-tmp-dir /dev/shmm", ["path-missing --worker-tmp-dir /dev/shmm"]],
    ["memory", "--worker-tmp-dir /dev/shm", []],
    ["memory, with a slash", "--worker-tmp-dir /dev/shm/", []],
    ["another folder", "--worker-tmp-dir /run/app", []],
    ["a certificate", "--keyfile k.pem --certfile c.pem", ["tls-files --keyfile k.pem", "tls-files --certfile c.pem"]],
    ["a certificate that is there", "--keyfile k.pem --certfile c.pem", [], { "k.pem": "", "c.pem": "" }],
  ])("%s", (_name, words, expected, more = {}) => {
    expect(all(words, more).sort()).toEqual([...expected].sort());
  });
});

describe("what a Dockerfile starts and installs", () => {
  test.each<[string, string, string[], Texts?]>([
    ["a module that is not there", "CMD gunicorn -b :80 wsgi:app", ["app-not-found wsgi"]],
    ["a module like it", "CMD gunicorn -b :80 ap:app", ["app-not-found ap -> app"]],
    ["a module that a build makes", "RUN echo x > wsgi.py\nCMD gunicorn -b :80 wsgi:app", []],
    [
      "a worker that is not installed",
      "CMD gunicorn -b :80 -k gevent app:app",
      ["warning worker-class-package -k gevent"],
    ],
    ["a worker that is", "RUN pip install gevent\nCMD gunicorn -b :80 -k gevent app:app", []],
    [
      "brackets for a shell",
      "CMD gunicorn -b :80 app:create_app()",
      ["factory-call app:create_app() -> 'app:create_app()'"],
    ],
    ["a certificate that is not there", "CMD gunicorn -b :80 --certfile c.pem --keyfile k.pem app:app", []],
    ["brackets in quotes", "CMD gunicorn -b :80 'app:create_app()'", []],
    ["brackets in a list", 'CMD ["gunicorn", "-b", ":80", "app:create_app()"]', []],
    ["more than a factory takes", "CMD gunicorn -b :80 'app:create_app(1)'", ["factory-call create_app"]],
    [
      "what a factory takes",
      "CMD gunicorn -b :80 'app:create_app(1)'",
      [],
      { "app.py": "def create_app(config):\n    return 1\n" },
    ],
  ])("%s", (_name, lines, expected, more = {}) => {
    expect(told(image(lines, more))).toEqual(expected);
  });
});
