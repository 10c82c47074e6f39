import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inspect } from "../../../server/src/project/inspect";
import { largestSource, openFiles } from "../../../server/src/workspace/diskFiles";
import { walk } from "../../../server/src/workspace/walk";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), `it's a "project" 플라스크 -`)));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, content: string | Uint8Array) => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), content);
};
const names = (folder = ".") =>
  openFiles(root)
    .list(folder)
    .map((it) => `${it.name}${it.kind === "folder" ? "/" : ""}`);
/** Root may read everything, so for a moment it is somebody else. */
function asNobody<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
const app = "from flask import Flask\napp = Flask(__name__)\n";

describe("a folder on disk", () => {
  test("is listed by name, folders and files", () => {
    write("b.py", "");
    write("a/x.py", "");
    expect(names()).toEqual(["a/", "b.py"]);
    expect(names("a")).toEqual(["x.py"]);
    expect(names("gone")).toEqual([]);
  });
  test("never leads out of itself by its own words", () => {
    expect(openFiles(root).text("../secret")).toBeUndefined();
    expect(openFiles(root).text("/etc/hostname")).toBeUndefined();
    expect(openFiles(root).list("..")).toEqual([]);
  });
  test("never leads out of itself by a link, to a file or a folder", () => {
    const outside = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(outside, "secret.py"), app);
    symlinkSync(join(outside, "secret.py"), join(root, "app.py"));
    symlinkSync(outside, join(root, "folder"));
    expect(names()).toEqual([]);
    expect(openFiles(root).text("app.py")).toBeUndefined();
    expect(openFiles(root).text("folder/secret.py")).toBeUndefined();
    rmSync(outside, { recursive: true });
  });
  test("follows a link that stays inside", () => {
    write("real/app.py", app);
    symlinkSync("real", join(root, "linked"));
    symlinkSync("real/app.py", join(root, "main.py"));
    expect(names()).toEqual(["linked/", "main.py", "real/"]);
    expect(openFiles(root).text("linked/app.py")).toBe(app);
    expect(openFiles(root).text("main.py")).toBe(app);
  });
  test("with links in a circle ends", () => {
    write("a/app.py", app);
    mkdirSync(join(root, "b"));
    symlinkSync("..", join(root, "a/up"));
    symlinkSync(".", join(root, "a/here"));
    symlinkSync("../b", join(root, "a/b"));
    symlinkSync("../a", join(root, "b/a"));
    symlinkSync("gone", join(root, "broken"));
    expect(walk(openFiles(root)).files.length).toBeLessThan(10);
    expect(inspect(openFiles(root)).target).not.toBeUndefined();
  });
  test("may be itself a link", () => {
    write("real/app.py", app);
    symlinkSync("real", join(root, "project"));
    expect(inspect(openFiles(join(root, "project"))).target).toBe("app:app");
  });
  test("that is not there is an empty project", () => {
    const project = inspect(openFiles(join(root, "gone")));
    expect(project.target).toBeNull();
    expect(project.notes.join()).toContain("No Flask app was found");
  });
});

describe("a file on disk", () => {
  test("in UTF-8 with a mark", () => {
    write("a.py", "\ufeffx = 'é'");
    expect(openFiles(root).text("a.py")).toBe("x = 'é'");
  });
  test("in Latin-1, named by PEP 263 or not", () => {
    write("named.py", Buffer.from(`# -*- coding: latin-1 -*-\n# caf\u00e9\n${app}`, "latin1"));
    write("plain.py", Buffer.from(`# caf\u00e9\n`, "latin1"));
    expect(openFiles(root).text("named.py")).toContain("café");
    expect(openFiles(root).text("plain.py")).toBe("# café\n");
    expect(inspect(openFiles(root)).target).toBe("named:app");
  });
  test("in EUC-KR, named by PEP 263", () => {
    write("a.py", Buffer.concat([Buffer.from("# coding: cp949\n# "), Buffer.from([0xc7, 0xd1]), Buffer.from("\n")]));
    expect(openFiles(root).text("a.py")).toContain("한");
  });
  test.each([
    { encoding: "names none", first: "", note: "app.py, line 3, cannot be read by Python" },
    { encoding: "names its own", first: "# coding: cp949", note: undefined },
  ])("in EUC-KR that $encoding is read by Python: $note", ({ first, note }) => {
    write(
      "app.py",
      Buffer.concat([Buffer.from(`${first}\n`), Buffer.from("import os\n# "), Buffer.from([0xc7, 0xd1])]),
    );
    write("wsgi.py", `import app\n${app}`);
    const { notes } = inspect(openFiles(root), "wsgi:app");
    expect(notes.find((it) => it.startsWith("app.py"))?.slice(0, note?.length)).toBe(note);
  });
  test("in UTF-16, as PowerShell writes a requirements.txt", () => {
    write("requirements.txt", Buffer.from("\ufeffFlask==3.1\r\nredis\r\n", "utf16le"));
    write("app.py", app);
    expect(inspect(openFiles(root)).requirements.map((it) => it.name)).toEqual(["flask", "redis"]);
  });
  test("of 10 MB is left out, and a note says so", () => {
    write("app.py", app);
    write("data.py", Buffer.alloc(10 * 1024 * 1024, "x = 1\n"));
    expect(10 * 1024 * 1024).toBeGreaterThan(largestSource);
    const project = inspect(openFiles(root));
    expect(project.target).toBe("app:app");
    expect(project.notes.join()).toContain("data.py");
  });
  test("with a syntax error says what its sound parts say", () => {
    write("app.py", `${app}def broken(:\n  x = = 1\n@app.get('/healthz')\ndef health():\n    return ''\n`);
    expect(inspect(openFiles(root))).toMatchObject({ target: "app:app", healthPath: "/healthz" });
  });
  test("that may not be read is left out, and a note says so", () => {
    write("app.py", app);
    write("locked.py", app);
    chmodSync(root, 0o755);
    chmodSync(join(root, "locked.py"), 0);
    const project = asNobody(() => inspect(openFiles(root)));
    expect(project.target).toBe("app:app");
    expect(project.notes.join()).toContain("locked.py");
  });
});

test("a folder that may not be read is left out, and a note says so; an empty one is none", () => {
  write("app.py", app);
  write("secret/app.py", app);
  mkdirSync(join(root, "empty"));
  chmodSync(root, 0o755);
  chmodSync(join(root, "secret"), 0);
  const project = asNobody(() => inspect(openFiles(root)));
  chmodSync(join(root, "secret"), 0o755);
  expect(project.target).toBe("app:app");
  expect(project.notes.filter((note) => note.includes("may not be read"))).toEqual([
    expect.stringContaining("The folder secret may not be read"),
  ]);
});

describe("what an editor holds", () => {
  test("is read instead of the disk, also where the disk has nothing", () => {
    write("app.py", "");
    const files = openFiles(
      root,
      new Map([
        ["app.py", app],
        ["new/deep.py", "x = 1"],
      ]),
    );
    expect(files.text("app.py")).toBe(app);
    expect(files.list(".").map((it) => it.name)).toEqual(["app.py", "new"]);
    expect(files.list("new").map((it) => it.name)).toEqual(["deep.py"]);
  });
});
