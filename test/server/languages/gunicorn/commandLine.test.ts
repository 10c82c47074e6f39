import { describe, expect, test } from "vitest";
import type { Fix } from "../../../../server/src/findings";
import { checkCommand } from "../../../../server/src/languages/gunicorn/diagnostics/commandLine";
import { readGunicorns } from "../../../../server/src/project/gunicorns";
import { filesOf } from "../../project/support";

/** `code "what is underlined"` of each finding. */
function found(texts: Record<string, string>): string[] {
  return all(texts).map(({ code, path, start, end, severity }) => {
    const mark = severity === "error" ? "" : `${severity} `;
    return `${mark}${code.replace("gunicorn-", "")} ${JSON.stringify((texts[path] ?? "").slice(start, end))}`;
  });
}

/** What several Gunicorns share is told once. */
function all(texts: Record<string, string>) {
  const findings = readGunicorns(filesOf(texts)).flatMap((gunicorn) => checkCommand(gunicorn));
  return [...new Map(findings.map((it) => [JSON.stringify([it.path, it.start, it.end, it.code]), it])).values()];
}

/** The text after the first fix. */
function fixed(text: string): string | undefined {
  const fix: Fix | undefined = all({ Procfile: text })[0]?.fixes?.[0];
  const [edit] = fix?.edits ?? [];
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

describe("what Gunicorn's parser refuses, beside what it takes", () => {
  test.each<[string, string, string[]]>([
    ["a known flag", "web: gunicorn --workers 2 a:app", []],
    ["a misspelt one", "web: gunicorn --workerz 2 a:app", ['unknown-flag "--workerz"']],
    ["of another release, with its value", "web: gunicorn --paster x a:app", []],
    ["of one that takes no value", "web: gunicorn --relod a:app", ['unknown-flag "--relod"']],
    ["with its value", "web: gunicorn --workerz=2 a:app", ['unknown-flag "--workerz"']],
    ["an abbreviation", "web: gunicorn --max-requests-j 2 a:app", []],
    ["one of several", "web: gunicorn --max 2 a:app", ['unknown-flag "--max"']],
    ["one dash too few", "web: gunicorn -reload a:app", ['unknown-flag "-reload"']],
    ["of the file only", "web: gunicorn --post-fork=x a:app", ['unknown-flag "--post-fork"']],
    ["an unknown letter", "web: gunicorn -z a:app", ['unknown-flag "-z"']],
    [
      "the parts of an address",
      "web: gunicorn --port 80 --host=x a:app",
      ['unknown-flag "--port"', 'unknown-flag "--host"'],
    ],
    ["none that is like it, and its value", "web: gunicorn a:app --zzzzzz 3", ['unknown-flag "--zzzzzz"']],
    ["a long one with one dash", "web: gunicorn -workers=3 a:app", ['flag-value "orkers=3"']],
    ["a port for a file", "web: gunicorn -p 8000 a:app", ['warning flag-value "8000"']],
    ["a file for a file", "web: gunicorn -p 8000.pid a:app", []],
    ["letters in one word", "web: gunicorn -DRw4 a:app", []],
    ["what may be anything", "web: gunicorn --$FLAG=1 $MORE a:app b:app", []],
    ["no value", "web: gunicorn a:app --bind", ['missing-value "--bind"']],
    ["no value before a flag", "web: gunicorn -b -w 2 a:app", ['missing-value "-b"']],
    ["- is a value", "web: gunicorn --access-logfile - a:app", []],
    ["a value that starts with a dash", "web: gunicorn --access-logformat '-x %(h)s' a:app", []],
    ["a negative number", "web: gunicorn --workers -1 a:app", ['flag-value "-1"']],
    ["no number", "web: gunicorn -w four a:app", ['flag-value "four"']],
    ["in the same word", "web: gunicorn -wfour a:app", ['flag-value "four"']],
    ["an empty number", "web: gunicorn --timeout= a:app", ['flag-value ""']],
    ["a number that Python takes", "web: gunicorn -t 1_000 -w ' 2 ' a:app", []],
    ["octal", "web: gunicorn -m 022 a:app", []],
    ["not octal", "web: gunicorn -m 088 a:app", ['flag-value "088"']],
    ["a value for a flag", "web: gunicorn --reload=true a:app", ['flag-value "true"']],
    ["what a validator refuses", "web: gunicorn --reload-engine=x a:app", ['flag-value "x"']],
    ["only the last counts for it", "web: gunicorn --reload-engine=x --reload-engine=poll a:app", []],
    ["a value that is not known", "web: gunicorn -w $N a:app", []],
    ["a default that is wrong", "web: gunicorn -w ${N:-x} a:app", ['flag-value "x"']],
    ["two apps", "web: gunicorn a:app b:app", ['warning extra-target "b:app"']],
    ["two apps, parted", "web: gunicorn a:app -w 2 b:app", ['extra-target "b:app"']],
    ["after --", "web: gunicorn -w 2 -- a:app", []],
    ["no app", "web: gunicorn -w 2", ['no-target "gunicorn -w 2"']],
    ["no app, but one may follow", "web: gunicorn -w 2 $APP", []],
    ["paste", "web: gunicorn --paste x.ini", []],
    ["a version is asked for", "web: gunicorn --workerz --version", []],
    ["GUNICORN_CMD_ARGS", "web: GUNICORN_CMD_ARGS='-w x' gunicorn a:app", ['flag-value "x"']],
    ["its words of no option are passed by", "web: GUNICORN_CMD_ARGS='-w 2 b:app' gunicorn a:app", []],
  ])("%s", (_, text, expected) => expect(found({ Procfile: text })).toEqual(expected));

  test.each<[string, Record<string, string>, string[]]>([
    ["wsgi_app in the file", { "gunicorn.conf.py": "wsgi_app = 'a:app'" }, []],
    ["a file without", { "gunicorn.conf.py": "workers = 2" }, ['no-target "gunicorn -w 2"', "x"]],
    [
      "a release that has no wsgi_app",
      { "requirements.txt": "gunicorn==20.0.4", "gunicorn.conf.py": "wsgi_app = 'a:app'" },
      ['no-target "gunicorn -w 2"'],
    ],
  ])("what to serve: %s", (_, texts, expected) => {
    expect(found({ Procfile: "web: gunicorn -w 2", ...texts })).toEqual(expected.filter((it) => it !== "x"));
  });

  test.each<[string, string, Record<string, string>, string[]]>([
    ["not there", "web: gunicorn -c conf.py a:app", {}, ['config-missing "conf.py"']],
    ["there", "web: gunicorn -c conf.py a:app", { "conf.py": "" }, []],
    ["in quotes", "web: gunicorn --config='x/conf.py' a:app", {}, ['config-missing "x/conf.py"']],
    ["outside", "web: gunicorn -c /etc/conf.py a:app", {}, []],
    ["not known", "web: gunicorn -c $CONF a:app", {}, []],
    ["made elsewhere", "web: cd $HOME && gunicorn -c conf.py a:app", {}, []],
  ])("config file %s", (_, procfile, texts, expected) => {
    expect(found({ Procfile: procfile, ...texts })).toEqual(expected);
  });

  test.each<[string, string, string, string[]]>([
    ["another value", "web: gunicorn -w 2 a:app", "workers = 4", ['information overridden-in-command "-w 2"']],
    ["the same", "web: gunicorn -w 2 a:app", "workers = 2", []],
    ["the same in other words", "web: gunicorn -b :80 a:app", "bind = ':80'", []],
    ["what is not known", "web: gunicorn -w $W a:app", "workers = 4", []],
    ["what the file does not know", "web: gunicorn -w 2 a:app", "workers = f()", []],
  ])("the file says %s", (_, procfile, file, expected) => {
    expect(found({ Procfile: procfile, "gunicorn.conf.py": file })).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ["the nearest flag", "web: gunicorn --workerz=2 a:app", "web: gunicorn --workers=2 a:app"],
    ["underscores", "web: gunicorn --worker_class=sync a:app", "web: gunicorn --worker-class=sync a:app"],
    ["the name of the setting", "web: gunicorn --pidfile=x a:app", "web: gunicorn --pid=x a:app"],
    ["one dash", "web: gunicorn -reload a:app", "web: gunicorn --reload a:app"],
    ["what others call it", "web: gunicorn --num-workers=3 a:app", "web: gunicorn --workers=3 a:app"],
    ["a value too many", "web: gunicorn --reload=true a:app", "web: gunicorn --reload a:app"],
  ])("fix: %s", (_, text, expected) => expect(fixed(text)).toBe(expected));

  test.each<[string, string, RegExp]>([
    ["a flag that came later", "gunicorn==20.1.0", /came with Gunicorn 25\.1, and the project has 20\.1\.0/],
    ["a flag that is there", "gunicorn==26.0.0", /^$/],
  ])("%s", (_, requirement, message) => {
    const texts = { Procfile: "web: gunicorn --no-control-socket a:app", "requirements.txt": requirement };
    expect(
      all(texts)
        .map((it) => it.message)
        .join(),
    ).toMatch(message);
  });
});

const imageArguments = "FROM x\nENV GUNICORN_CMD_ARGS=--bidn=:80\nCMD gunicorn a\n";

describe("in other files", () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      "JSON",
      { Dockerfile: 'FROM x\nCMD ["gunicorn", "--worker\\u007a=2", "a"]' },
      ['unknown-flag "--worker\\\\u007a"'],
    ],
    ["an image gets its app when it is run", { Dockerfile: 'FROM x\nENTRYPOINT ["gunicorn"]' }, []],
    ["a service of compose", { "compose.yaml": "services:\n  w:\n    command: gunicorn -w x a" }, ['flag-value "x"']],
    [
      "the Dockerfile's words, once for all services",
      {
        Dockerfile: "FROM x\nCMD gunicorn -w x a",
        "compose.yaml": "services:\n  a: {build: .}\n  b: {build: .}\n",
      },
      ['flag-value "x"'],
    ],
    [
      "a file that the image does not have",
      { Dockerfile: 'FROM x\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "-c", "c.py", "a"]' },
      ['config-missing "c.py"'],
    ],
    ["a file that the image may have", { Dockerfile: 'FROM x\nWORKDIR /app\nCMD ["gunicorn", "-c", "c.py", "a"]' }, []],
    [
      "a file that is made in the image",
      { Dockerfile: 'FROM x\nWORKDIR /app\nCOPY . .\nRUN echo > c.py\nCMD ["gunicorn", "-c", "c.py", "a"]' },
      [],
    ],
    [".env", { ".env": "GUNICORN_CMD_ARGS='--bidn=:80'\n" }, ['unknown-flag "--bidn"']],
    ["of an image", { Dockerfile: imageArguments }, ['unknown-flag "--bidn"']],
    [
      "of an image, replaced by its service",
      {
        Dockerfile: imageArguments,
        "compose.yaml": "services:\n  w:\n    build: .\n    environment: {GUNICORN_CMD_ARGS: -b :81}\n",
      },
      [],
    ],
    [
      "of an image, replaced by one service of two",
      {
        Dockerfile: imageArguments,
        "compose.yaml":
          "services:\n  w:\n    build: .\n    environment: {GUNICORN_CMD_ARGS: -b :81}\n  v: {build: .}\n",
      },
      ['unknown-flag "--bidn"'],
    ],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});
