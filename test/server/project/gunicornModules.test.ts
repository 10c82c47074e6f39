import { describe, expect, test } from "vitest";
import { printed } from "../../../server/src/languages/gunicorn/values/printed";
import { readGunicorns } from "../../../server/src/project/gunicorns";
import { findingsOf } from "../rules/support";
import { filesOf } from "../scaffold/support";

type Texts = Readonly<Record<string, string>>;

const stack: Texts = {
  Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
  "compose.yaml": 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n',
  "app.py": "app = make()\n",
};

/** `bind`, `workers` and `timeout` of the one Gunicorn: "?" for what is not known, with `=` before a default. */
function settings(config: string, more: Texts = {}): string {
  const [gunicorn] = readGunicorns(filesOf({ ...stack, "gunicorn.conf.py": config, ...more }));
  return ["bind", "workers", "timeout"]
    .map((name) => {
      const { value, origin } = gunicorn?.settings.get(name) ?? {};
      return `${origin === "default" ? "=" : ""}${value ? printed(value) : "?"}`;
    })
    .join(" ");
}

const base = { "base.py": 'bind = "0.0.0.0:8000"\nworkers = 2\n_timeout = 5\n' };
const own = 'bind = "0.0.0.0:8000"\nworkers = 3\n';
const kept = "['0.0.0.0:8000'] 3";

describe("what a config file gets from elsewhere", () => {
  test.each<[string, string, Texts, string]>([
    ["all of a module", "from base import *\n", base, "['0.0.0.0:8000'] 2 =30"],
    ["all of a package", "from base import *\n", { "base/__init__.py": "workers = 4\n" }, "=['127.0.0.1:8000'] 4 =30"],
    ["all of a module, and more", "from base import *\nworkers = 5\n", base, "['0.0.0.0:8000'] 5 =30"],
    ["all of a module, last", "workers = 5\nfrom base import *\n", base, "['0.0.0.0:8000'] 2 =30"],
    ["one name of a module", "from base import workers\n", base, "=['127.0.0.1:8000'] 2 =30"],
    ["a name by another", "from base import workers as timeout\n", base, "=['127.0.0.1:8000'] =1 2"],
    [
      "through two modules",
      "from one import *\n",
      { ...base, "one.py": "from base import *\n" },
      "['0.0.0.0:8000'] 2 =30",
    ],
    ["a module that it comes from itself", "from a import *\n", { "a.py": "from a import *\nworkers = 2\n" }, "? 2 ?"],
    ["all of what is not there", `${own}from there import *\ntimeout = 1\n`, {}, "? ? 1"],
    ["all of what may not be there", `try:\n  from there import *\nexcept ImportError:\n  pass\n`, {}, "? ? ?"],
    ["all of a part", "from . import *\n", base, "? ? ?"],
    ["some of a module", "from base import *\n", { "base.py": "__all__ = ['workers']\nworkers = 2\n" }, "? 2 ?"],
    ["a name that it makes", `${own}globals()["timeout"] = 9\n`, {}, `${kept} 9`],
    ["names that it makes", `${own}globals().update(timeout=9)\n`, {}, `${kept} 9`],
    ["names of a dictionary", `${own}locals().update({"timeout": 9, "workers": 4})\n`, {}, "['0.0.0.0:8000'] 4 9"],
    ["names that are not known", `${own}globals().update(read())\ntimeout = 1\n`, {}, "? ? 1"],
    ["a name that is not known", `${own}globals()[name()] = 9\n`, {}, "? ? ?"],
    ["what it executes", `${own}exec("timeout = 9")\n`, {}, "? ? ?"],
    ["what is executed apart", `${own}exec("timeout = 9", {})\n`, {}, `${kept} =30`],
    [
      "nothing, and looks at its names",
      `${own}timeout = globals().get("x", 3)\nprint(globals()["workers"])\n`,
      {},
      `${kept} ?`,
    ],
    ["what is never executed", `${own}if __name__ == "__main__":\n  exec("x = 1")\n`, {}, `${kept} =30`],
  ])("%s", (_name, config, more, expected) => {
    expect(settings(config, more)).toBe(expected);
  });
});

describe("the default address in a container", () => {
  const told = (config: string, more: Texts): string[] =>
    findingsOf({ ...stack, "gunicorn.conf.py": config, ...more }).flatMap(({ code, severity }) =>
      code === "gunicorn-loopback-in-container" ? severity : [],
    );

  test.each<[string, string, Texts, string[]]>([
    ["is not taken where another is imported", "from base import *\n", base, []],
    ["is not taken where another may be imported", "from there import *\nworkers = 2\n", {}, []],
    ["is told where nothing says another", "from base import *\n", { "base.py": "workers = 2\n" }, ["error"]],
    ["is told beside a name that is made", 'workers = 2\nglobals()["timeout"] = 9\n', {}, ["error"]],
  ])("%s", (_name, config, more, expected) => {
    expect(told(config, more)).toEqual(expected);
  });
});
