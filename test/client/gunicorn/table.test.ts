import { describe, expect, test } from "vitest";
import { type TableTexts, table } from "../../../client/src/gunicorn/table";
import { gunicornReport } from "../../../server/src/project/gunicornReport";
import { readGunicorns } from "../../../server/src/project/gunicorns";
import { filesOf } from "../../server/project/support";

const texts: TableTexts = {
  title: "Title",
  nothing: "Nothing",
  facts: { release: "Release", app: "App", config: "Config", workerClass: "Class" },
  columns: { setting: "Setting", value: "Value", origin: "From", overrides: "Overrides" },
  set: "Set",
  defaults: "Defaults",
  default: "default",
  unknown: { environment: "Env", running: "Later", machine: "Machine", "own-function": "Own" },
  newest: "newest",
};

function shown(entries: Readonly<Record<string, string>>): string {
  const files = filesOf(entries);
  return table(gunicornReport(readGunicorns(files), files), texts, (file, line) => `x/${file}#L${line}`);
}

describe("the table of what is in effect", () => {
  test("tells what is set, where, and what that overrides", () => {
    const text = shown({
      Procfile: "web: gunicorn -w 2 --threads 4 a:app",
      "gunicorn.conf.py": 'workers = 3\naccess_log_format = "a|`b`"\n',
    });
    expect(text).toContain("## web ([Procfile:1](x/Procfile#L1))");
    expect(text).toContain("- App: ` a:app `");
    expect(text).toContain("- Class: ` gthread `");
    expect(text).toContain(
      "| ` workers ` | ` 2 ` | [Procfile:1](x/Procfile#L1) | [gunicorn.conf.py:1](x/gunicorn.conf.py#L1) |",
    );
    expect(text).toContain(
      "| ` access_log_format ` | `` a\\|`b` `` | [gunicorn.conf.py:2](x/gunicorn.conf.py#L2) |  |",
    );
    expect(text).toContain("| ` backlog ` | ` 2048 ` |\n");
    expect(text.match(/` workers `/g)).toHaveLength(1);
  });
  test("tells why a value is not known", () => {
    const text = shown({ "gunicorn.conf.py": 'import os, x\nloglevel = os.environ["A_B"]\nworkers = x.y\n' });
    expect(text).toContain("| ` loglevel ` | Env: ` A_B ` |");
    expect(text).toContain("| ` workers ` | Later |");
    expect(text).toContain("| ` user ` | Machine |");
    expect(text).toContain("| ` pre_fork ` | Own |");
  });
  test("says that there is nothing", () => expect(shown({ "app.py": "" })).toBe("# Title\n\nNothing"));
  test("takes no sign of a name for Markdown's", () => {
    expect(shown({ "a_b_c/gunicorn.conf.py": "workers = 1" })).toContain(
      "[a\\_b\\_c/gunicorn.conf.py](x/a_b_c/gunicorn.conf.py#L1)",
    );
  });
});
