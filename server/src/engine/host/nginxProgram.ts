import { dirname } from "node:path";
import { run } from "../run";

/** The Nginx that is installed on this machine. */
export interface NginxProgram {
  readonly program: string;
  /** `1.22.1`. */
  readonly version: string;
  /** Absolute folder of its own configuration: `mime.types` is there. */
  readonly confFolder: string;
  /** The `*_temp_path` directives that it was built with. */
  readonly tempPaths: readonly string[];
}

/** Where packages put it; a normal user's PATH often has no sbin. */
const places = ["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/bin/nginx"];

/** Each `*_temp_path` directive with the module whose absence takes it away; undefined where none can. */
const tempPathModules: Readonly<Record<string, string | undefined>> = {
  client_body_temp_path: undefined,
  proxy_temp_path: "http_proxy_module",
  fastcgi_temp_path: "http_fastcgi_module",
  uwsgi_temp_path: "http_uwsgi_module",
  scgi_temp_path: "http_scgi_module",
};

/** The installed Nginx, as its own `nginx -V` describes it; undefined where there is none. */
export async function findNginx(signal: AbortSignal): Promise<NginxProgram | undefined> {
  for (const program of places) {
    const shown = await run(program, ["-V"], { signal, timeout: 5000 });
    if (!shown.ok || shown.value.code !== 0) continue;
    const version = /nginx\/(\d+\.\d+\.\d+)/.exec(shown.value.stderr)?.[1];
    if (version === undefined) continue;
    const options = new Set(shown.value.stderr.split(/\s+(?=--)/).map((option) => option.trim()));
    const conf = [...options].find((option) => option.startsWith("--conf-path="));
    return {
      program,
      version,
      confFolder: conf === undefined ? "/usr/local/nginx/conf" : dirname(conf.slice("--conf-path=".length)),
      tempPaths: Object.entries(tempPathModules)
        .filter(([, module]) => module === undefined || !options.has(`--without-${module}`))
        .map(([name]) => name),
    };
  }
  return undefined;
}

/** Since 1.19.5 `-e` names the error log from the very start, so that a normal user's Nginx does not complain. */
export function hasErrorLogOption({ version }: NginxProgram): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return major > 1 || minor > 19 || (minor === 19 && patch >= 5);
}
