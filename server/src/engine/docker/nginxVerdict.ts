import { existsSync } from "node:fs";
import { basename, join, posix } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, type Result } from "../../result";
import { lastLines } from "../run";
import type { ComposeService } from "./composeConfig";

/** Where Nginx has its configuration in its images. */
const home = "/etc/nginx";

/**
 * What `nginx -t` in a container did not take, with its place in the project's own file:
 * `nginx: [emerg] MESSAGE in FILE:LINE`.
 */
export function nginxProblem(output: string, service: ComposeService): Result<never> {
  const reason = /\[(?:emerg|alert|crit)\] (?:\d+#\d+: )?(.*)$/m.exec(output)?.[1];
  const [, message = reason ?? "", path, line] = /^(.*) in (.+?):(\d+)$/.exec(reason ?? "") ?? [];
  const file = path === undefined ? undefined : fileOf(path, service);
  const failed = fail(
    "nginx-config",
    reason === undefined
      ? l10n.t("Nginx was not reloaded, since it could not test its configuration: its own lines say why.")
      : l10n.t("Nginx was not reloaded, since it refuses its new configuration: {0}", message),
    lastLines(output, 10),
  );
  if (failed.ok || file === undefined) return failed;
  return { ok: false, problem: { ...failed.problem, place: { file, line: Number(line), message } } };
}

/** The project's file that is at a path in the container: mounted there, else the one that its image was built from. */
export function fileOf(
  path: string,
  { binds, build }: Pick<ComposeService, "binds" | "build">,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  for (const { source, target } of binds) {
    if (path === target) return source;
    if (path.startsWith(`${target}/`)) return join(source, path.slice(target.length + 1));
  }
  if (build === undefined) return undefined;
  const inHome = posix.relative(home, path);
  const tries = [join("nginx", inHome), inHome, join("nginx", basename(path)), basename(path)];
  return tries.map((one) => join(build.context, one)).find(exists);
}
