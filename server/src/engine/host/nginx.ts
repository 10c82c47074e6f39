import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Project } from "../../project/project";
import { fail, ok, type Result } from "../../result";
import { ports } from "../../scaffold/blueprint";
import { anyFreePort } from "../ports";
import { lastLines, run } from "../run";
import type { HostFolders } from "./cache";
import { startDaemon } from "./daemon";
import { type HostPlace, renderForHost } from "./nginxConf";
import { hasErrorLogOption, type NginxProgram } from "./nginxProgram";
import type { ProcessMark } from "./processes";

/** Relative to the project. */
export const nginxConfPath = "nginx/nginx.conf";

/** The name of Gunicorn's service in the generated compose.yaml. */
const gunicornHosts: ReadonlySet<string> = new Set(["web"]);

/** What Nginx on this machine is started for. */
export interface NginxStart {
  readonly root: string;
  readonly project: Project;
  readonly nginx: NginxProgram;
  readonly folders: HostFolders;
  /** Where it is published. */
  readonly port: number;
  /** Where Gunicorn listens on 127.0.0.1. */
  readonly webPort: number;
}

/**
 * Starts the installed Nginx with the project's own config rendered for this machine. The config is tested first, so
 * what Nginx has to say of it is said before anything runs.
 */
export async function startNginx(start: NginxStart, signal: AbortSignal): Promise<Result<ProcessMark>> {
  const { nginx, folders } = start;
  const args = await renderNginx(start, signal);
  if (!args.ok) return args;
  return startDaemon(nginx.program, args.value, { cwd: folders.nginx, env: process.env, log: folders.nginxLog });
}

/**
 * Renders the project's config for this machine and has Nginx test it: what it is started with. A config that does not
 * pass is never put where a running Nginx would read it.
 */
export async function renderNginx(start: NginxStart, signal: AbortSignal): Promise<Result<readonly string[]>> {
  const { root, nginx, folders } = start;
  mkdirSync(folders.nginx, { recursive: true });
  const place = await hostPlace(start);
  const conf = join(folders.nginx, "nginx.conf");
  const fresh = `${conf}.new`;
  writeFileSync(fresh, renderForHost(readFileSync(join(root, nginxConfPath), "utf8"), place));
  const argumentsFor = (file: string) => [
    ...["-p", folders.nginx, "-c", file],
    ...(hasErrorLogOption(nginx) ? ["-e", folders.nginxLog] : []),
  ];
  const tested = await run(nginx.program, ["-t", ...argumentsFor(fresh)], { signal, timeout: 20_000 });
  if (!tested.ok) return tested;
  if (tested.value.code !== 0) {
    return fail(
      "nginx-config",
      l10n.t("Nginx {0} on this machine does not take {1}: its own lines say why.", nginx.version, nginxConfPath),
      lastLines(tested.value.stderr, 10),
    );
  }
  renameSync(fresh, conf);
  return ok(argumentsFor(conf));
}

async function hostPlace({ root, project, nginx, folders, port, webPort }: NginxStart): Promise<HostPlace> {
  // Taken beforehand, since the config is rendered in one go: one port for whatever else it listens at.
  const further = await anyFreePort();
  const privatePorts = new Map<number, number>();
  return {
    containerPort: ports.nginx,
    publishedPort: port,
    privatePort(asked) {
      const known = privatePorts.get(asked) ?? further + privatePorts.size;
      privatePorts.set(asked, known);
      return known;
    },
    gunicornHosts,
    gunicorn: `127.0.0.1:${webPort}`,
    staticFolder(location) {
      const url = location.replace(/\/$/, "");
      const index = project.staticFolders.findIndex((folder) => folder.url.replace(/\/$/, "") === url);
      const path = project.staticFolders[index]?.path;
      return path === undefined ? undefined : linkTo(join(root, path), join(folders.nginx, `static-${index}`));
    },
    included(path) {
      const inConf = isAbsolute(path) ? relative("/etc/nginx", path) : path;
      if (inConf.startsWith("..")) return path;
      if (!existsSync(join(root, "nginx", inConf))) return join(nginx.confFolder, inConf);
      return join(linkTo(join(root, "nginx"), join(folders.nginx, "project")), inConf);
    },
    stateFolder: folders.nginx,
    log: folders.nginxLog,
    // Workers of a root Nginx would be `nobody`, who may neither read the project nor reach the cache.
    user: process.getuid?.() === 0 ? `root ${rootGroup()}` : undefined,
    tempPaths: nginx.tempPaths,
    ipv6: Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ family }) => family === "IPv6")),
  };
}

/** A link with a plain name: in a path of its config, Nginx takes `$` for a variable and `*` for a pattern. */
function linkTo(folder: string, link: string): string {
  rmSync(link, { force: true });
  symlinkSync(folder, link);
  return link;
}

/** The name of group 0: `root` on Linux, `wheel` on BSD and macOS. */
function rootGroup(): string {
  try {
    const line = readFileSync("/etc/group", "utf8")
      .split("\n")
      .find((entry) => entry.split(":")[2] === "0");
    return line?.split(":")[0] ?? "root";
  } catch {
    return "root";
  }
}
