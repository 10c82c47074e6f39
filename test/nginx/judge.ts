import { execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyDatabase } from "./mmdb";

/** What the real nginx says of a config. */
export interface Verdict {
  readonly ok: boolean;
  /** 1-based line that it names; undefined where it names none. */
  readonly line?: number;
  readonly message: string;
}

/** Where Debian puts the modules. */
export const moduleFolder = "/usr/lib/nginx/modules";

/** The dynamic modules that a config needs, by what it says. */
const needs: readonly (readonly [RegExp, string])[] = [
  [/^stream \{/m, "ngx_stream_module"],
  [/^mail \{/m, "ngx_mail_module"],
  [/^rtmp \{/m, "ngx_rtmp_module"],
  [/image_filter/, "ngx_http_image_filter_module"],
  [/xslt_/, "ngx_http_xslt_filter_module"],
  [/brotli /, "ngx_http_brotli_filter_module"],
  [/brotli/, "ngx_http_brotli_static_module"],
  [/more_/, "ngx_http_headers_more_filter_module"],
  [/echo/, "ngx_http_echo_module"],
  [/by_lua|lua_|set_md5/, "ndk_http_module"],
  [/by_lua|lua_/, "ngx_http_lua_module"],
  [/dav_ext/, "ngx_http_dav_ext_module"],
  [/^http \{[\s\S]*\bjs_/m, "ngx_http_js_module"],
  [/^stream \{[\s\S]*\bjs_/m, "ngx_stream_js_module"],
  [/\bperl/, "ngx_http_perl_module"],
  [/set_md5/, "ngx_http_set_misc_module"],
  [/fancyindex/, "ngx_http_fancyindex_module"],
  [/upload_progress/, "ngx_http_uploadprogress_module"],
  [/^\s*fair;/m, "ngx_http_upstream_fair_module"],
  [/cache_purge/, "ngx_http_cache_purge_module"],
  [/memc_/, "ngx_http_memc_module"],
  [/srcache_/, "ngx_http_srcache_filter_module"],
  [/nchan_/, "ngx_nchan_module"],
  [/modsecurity/, "ngx_http_modsecurity_module"],
  [/auth_pam/, "ngx_http_auth_pam_module"],
  [/subs_filter/, "ngx_http_subs_filter_module"],
  [/^http \{[\s\S]*\bgeoip_/m, "ngx_http_geoip_module"],
  [/^stream \{[\s\S]*\bgeoip_/m, "ngx_stream_geoip_module"],
  [/\bgeoip2/, "ngx_http_geoip2_module"],
];

/** The `load_module` lines of a config; empty where a module is not installed, which its verdict will show. */
export function loadModules(text: string): string {
  return needs
    .filter(([pattern]) => pattern.test(text))
    .map(([, module]) => `load_module ${moduleFolder}/${module}.so;\n`)
    .join("");
}

/** The modules that a config needs and this machine does not have. */
export const missingModules = (text: string): string[] =>
  needs
    .filter(([pattern, module]) => pattern.test(text) && !existsSync(`${moduleFolder}/${module}.so`))
    .map(([, module]) => module);

/** The release of the nginx that is installed; undefined where there is none. */
export function installedNginx(): string | undefined {
  const said = spawnSync("nginx", ["-v"], { encoding: "utf8" });
  return said.stderr?.match(/nginx\/([\d.]+)/)?.[1];
}

/** A folder with what the examples name: a certificate, a password file, MIME types. Ends with `remove`. */
export interface Judge {
  readonly folder: string;
  /** Several may be asked at once. */
  judge(text: string): Promise<Verdict>;
  remove(): void;
}

/**
 * Runs nginx with all that it prints in a file: Node's own pipes are sockets, which no `access_log /dev/stdout` can open.
 * @returns whether it was content, and what it said
 */
async function printed(args: readonly string[], path: string): Promise<[boolean, string]> {
  const file = openSync(path, "w");
  const nginx = spawn("nginx", args, { stdio: ["ignore", file, file], timeout: 10_000 });
  closeSync(file);
  const ok = await new Promise<boolean>((resolve) => {
    nginx.once("error", () => resolve(false));
    nginx.once("close", (code) => resolve(code === 0));
  });
  return [ok, readFileSync(path, "utf8")];
}

export function startJudge(): Judge {
  const folder = mkdtempSync(join(tmpdir(), "nginx-judge-"));
  writeFileSync(join(folder, "mime.types"), "types { text/html html; }\n");
  writeFileSync(join(folder, "htpasswd"), "user:$apr1$x$y\n");
  writeFileSync(join(folder, "main.js"), "function hello() { return 'hello'; }\nexport default { hello };\n");
  writeFileSync(join(folder, "places.mmdb"), emptyDatabase());
  mkdirSync(join(folder, "logs"));
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=example.com"],
      ...["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")],
    ],
    { stdio: "ignore" },
  );
  let asked = 0;
  return {
    folder,
    async judge(text) {
      const path = join(folder, `nginx${asked++ % 100}.conf`);
      writeFileSync(path, text);
      const args = ["-t", "-q", "-c", path, "-p", folder, "-e", "stderr"];
      const [ok, said] = await printed(args, path.replace(/\.conf$/, ".out"));
      if (ok) return { ok, message: said };
      const line = said.match(/\[emerg\].*nginx\d+\.conf:(\d+)$/m)?.[1];
      const message = said.match(/\[emerg\] \d+#\d+: (.*)$/m)?.[1] ?? said.match(/\[emerg\] (.*)$/m)?.[1] ?? said;
      return line ? { ok, line: Number(line), message } : { ok, message };
    },
    remove() {
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
