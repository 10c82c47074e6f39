import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { runConfigFile } from "../../../../server/src/languages/gunicorn/configFile/run";
import { checkConfigFile } from "../../../../server/src/languages/gunicorn/diagnostics/check";
import { oddFiles } from "./oddFiles";

/** The newest Python 3 of this machine that runs. */
const python = (() => {
  for (const program of ["python3.15", "python3.14", "python3.13", "python3.12", "python3"]) {
    const { stdout, status } = spawnSync(program, ["-c", "import sys; print(sys.version_info.minor)"], {
      encoding: "utf8",
    });
    if (status === 0) return { program, minor: Number(stdout) };
  }
  return undefined;
})();

const compiles = `
import json, sys
def compiled(text):
    try:
        compile(text.encode(), "under_test.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return str(error)
json.dump([compiled(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const withEnd = (text: string): string => {
  const newline = /\r(?!\n)/.test(text) ? "\r" : "\n";
  return `${text}${/[\r\n]$/.test(text) || text === "" ? "" : newline}threads = 3${newline}`;
};

describe("what Python reads", () => {
  test.skipIf(!python)("each of these is read by the real one", () => {
    const own = oddFiles.filter(([, since]) => since <= (python?.minor ?? 0));
    const { stdout } = spawnSync(python?.program ?? "", ["-W", "ignore", "-c", compiles], {
      input: JSON.stringify(own.map(([, , text]) => withEnd(text))),
      encoding: "utf8",
    });
    const said: unknown = JSON.parse(stdout);
    const refused = own.map(([name], i) => [name, Array.isArray(said) ? said[i] : said]);
    expect(refused.filter(([, error]) => error !== null)).toEqual([]);
  });

  test.each(oddFiles)("has no syntax error: %s", (_name, _since, text) => {
    const file = readConfigFile("gunicorn.conf.py", withEnd(text));
    expect(checkConfigFile(file).filter(({ code }) => code === "gunicorn-syntax")).toEqual([]);
    // And what follows is read.
    expect(runConfigFile(file, { cpus: 1 }).names.get("threads")?.evaluated.value).toMatchObject({ value: 3 });
  });
});
