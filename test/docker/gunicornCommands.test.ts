import { describe, expect, test } from "vitest";
import { checkCommand } from "../../server/src/languages/gunicorn/diagnostics/commandLine";
import { readGunicorns } from "../../server/src/project/gunicorns";
import { gunicornFindings, readJudged } from "../../server/src/rules/gunicornFindings";
import { openFiles } from "../../server/src/workspace/diskFiles";
import { walk } from "../../server/src/workspace/walk";
import { gunicornSources } from "../gunicorn/judge";
import { sourceDistribution } from "./support/sources";

/** What is found to be wrong, hints and the like left out: `path code`. */
function wrongIn(folder: string): string[] {
  const files = openFiles(folder);
  const found = gunicornFindings(readJudged(files, walk(files).files, 4));
  return [...found].flatMap(([path, findings]) =>
    findings.flatMap(({ code, severity }) => (/error|warning/.test(severity) ? [`${path} ${code}`] : [])),
  );
}

/** Real projects that run for years: nothing of how they start Gunicorn is wrong. */
describe("the command lines of real projects", () => {
  test.each<[name: string, version: string, path: string, target: string]>([
    ["isso", "0.14.0", "docker-compose.yml", "isso.run"],
    [
      "burp-ui",
      "1.1.1",
      "contrib/systemd/bui-gunicorn.service",
      'burpui:create_app(conf="/etc/burp/burpui.cfg",logfile="/var/log/gunicorn/burp-ui_info.log")',
    ],
    ["flask_monitoringdashboard", "5.1.0", "Procfile", "flask_monitoringdashboard.main:app"],
  ])("%s %s", async (name, version, path, target) => {
    const gunicorns = readGunicorns(openFiles(await sourceDistribution(name, version)));
    expect(gunicorns.map(({ command }) => [command?.command.path, command?.targets[0]?.text])).toContainEqual([
      path,
      target,
    ]);
    expect(gunicorns.flatMap((gunicorn) => checkCommand(gunicorn))).toEqual([]);
  });
});

describe("nothing is wrong with what works", () => {
  test.each<[name: string, version: string, wrong: readonly string[]]>([
    ["isso", "0.14.0", []],
    ["flask", "3.1.3", []],
    ["httpbin", "0.10.4", []],
    ["flask_monitoringdashboard", "5.1.0", []],
    // It sets "preload", which Gunicorn never looks at.
    ["burp-ui", "1.1.1", ["contrib/gunicorn/burpui_gunicorn.py gunicorn-unknown-setting"]],
  ])("%s %s", async (name, version, wrong) => {
    expect(wrongIn(await sourceDistribution(name, version))).toEqual(wrong);
  });

  test("Gunicorn's own sources, with the Dockerfiles and compose files of its tests and examples", async () => {
    const folder = await gunicornSources("27.0.1");
    // Its nginx keeps connections for 60 s, and its Gunicorn for 2.
    const wrong = ["tests/docker/http2/Dockerfile.gunicorn gunicorn-keepalive-below-proxy"];
    expect(folder === undefined ? wrong : wrongIn(folder)).toEqual(wrong);
  });
});
