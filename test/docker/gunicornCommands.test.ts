import { describe, expect, test } from "vitest";
import { checkCommands } from "../../server/src/languages/gunicorn/diagnostics/commandLine";
import { readGunicorns } from "../../server/src/project/gunicorns";
import { openFiles } from "../../server/src/workspace/diskFiles";
import { sourceDistribution } from "./support/sources";

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
    expect(checkCommands(gunicorns)).toEqual([]);
  });
});
