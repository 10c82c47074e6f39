import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configurations, findingsByFile } from "../../../server/src/languages/nginx/configurations";
import { nginxFiles } from "../../../server/src/languages/nginx/files";
import { nginxPaths } from "../../../server/src/languages/nginx/installed";
import { inspect } from "../../../server/src/project/inspect";
import { gunicornFindings, readJudged } from "../../../server/src/rules/gunicornFindings";
import { installedBy, surroundingsOf } from "../../../server/src/stack/surroundings";
import { openFiles } from "../../../server/src/workspace/diskFiles";
import type { Files } from "../../../server/src/workspace/files";
import { walk } from "../../../server/src/workspace/walk";
import { applied, everyFile, everyKind, filesOf, planned } from "../scaffold/support";

/** `path: code message` of what is more than taste. */
function complaints(texts: Readonly<Record<string, string>>): string[] {
  const found = gunicornFindings(readJudged(filesOf(texts), Object.keys(texts), 4));
  return [...found].flatMap(([path, findings]) =>
    findings.filter(({ severity }) => severity !== "hint").map(({ code, message }) => `${path}: ${code} ${message}`),
  );
}

/** The same of Nginx, of every severity, with all that is known of the stack around it. */
function nginxComplaints(texts: Readonly<Record<string, string>>): string[] {
  const files = filesOf(texts);
  const installed = installedBy(files, Object.keys(texts));
  const nginx = nginxFiles(nginxPaths(Object.keys(texts), files.text, installed), files.text, { installed });
  const found = findingsByFile(nginx, configurations(nginx, surroundingsOf(files, ["nginx"])));
  return [...found].flatMap(([path, findings]) =>
    findings.map(({ code, message, severity }) => `${path}: ${severity} ${code} ${message}`),
  );
}

/** Every file of a folder, as a table. */
const textsOf = (files: Files): Record<string, string> =>
  Object.fromEntries(walk(files).files.map((path) => [path, files.text(path) ?? ""]));

describe("what Containerize writes is nothing to complain about", () => {
  test.each(Object.entries(everyKind))("%s", (_, facts) => {
    const texts = applied(everyFile, planned(filesOf(everyFile), facts));
    expect(Object.keys(texts)).toContain("gunicorn.conf.py");
    expect(complaints(texts)).toEqual([]);
    expect(nginxComplaints(texts)).toEqual([]);
  });

  test("of the example", () => {
    const files = openFiles(join(import.meta.dirname, "../../../docs/example"));
    const texts = textsOf(files);
    const whole = applied(texts, planned(filesOf(texts), inspect(files)));
    expect(Object.keys(whole)).toContain("gunicorn.conf.py");
    expect(complaints(whole)).toEqual([]);
    expect(nginxComplaints(whole)).toEqual([]);
  });

  test("but what is broken in it is found", () => {
    const texts = applied(everyFile, planned(filesOf(everyFile), everyKind.small));
    const conf = texts["gunicorn.conf.py"] ?? "";
    const broken = { ...texts, "gunicorn.conf.py": conf.replace('"0.0.0.0:8000"', '"127.0.0.1:8000"') };
    expect(complaints(broken)).toEqual([expect.stringContaining("gunicorn-loopback-in-container")]);
    const listening = {
      ...texts,
      "nginx/nginx.conf": (texts["nginx/nginx.conf"] ?? "").replace("listen 8080", "listen 80"),
    };
    expect(nginxComplaints(listening)).toEqual([expect.stringContaining("warning nginx-port-not-listened")]);
    const daemon = { ...texts, "gunicorn.conf.py": `${conf}daemon = True\n` };
    expect(complaints(daemon)).toEqual([expect.stringContaining("gunicorn-daemon-in-container")]);
  });
});
