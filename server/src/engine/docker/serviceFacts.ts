import { join } from "node:path";
import type { ServerProgram } from "../engine";
import type { ComposeService } from "./composeConfig";

/** The server that a service runs: as its command or image says, else as the generated stack names its services. */
export function programOf(
  name: string,
  service: ComposeService | undefined,
  running: string | undefined,
): ServerProgram | undefined {
  const command = running ?? service?.command.join(" ") ?? "";
  if (/\bgunicorn\b/.test(command)) return "gunicorn";
  if (/\bnginx\b/.test(command) || /(^|\/)nginx(-unprivileged)?(:|@|$)/.test(service?.image ?? "")) return "nginx";
  if (running !== undefined || (service?.command.length ?? 0) > 0) return undefined;
  if (name === "nginx") return "nginx";
  return name === "web" && service?.build !== undefined ? "gunicorn" : undefined;
}

/** Whether there can be several containers of a service at once. */
export const isScalable = ({ ports, fixedName }: ComposeService): boolean =>
  !fixedName && ports.every(({ published }) => published === undefined);

/** Where the files of each program usually are, in the folder that its image is built from. */
const usualFiles: Readonly<Record<ServerProgram, readonly string[]>> = {
  nginx: ["nginx/nginx.conf", "nginx.conf", "nginx/default.conf", "nginx/conf.d/default.conf"],
  gunicorn: ["gunicorn.conf.py", "gunicorn_config.py", "gunicorn_conf.py", "requirements.txt", "pyproject.toml"],
};

/** Where the files of a program may be in a folder: absolute paths, not each of which has to be there. */
export const usualFilesOf = (program: ServerProgram, folder: string): readonly string[] =>
  usualFiles[program].map((path) => join(folder, path));
