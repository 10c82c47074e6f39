/** Where the documentation of other people's modules is, by the catalog's name of the module. */
const homes: Readonly<Record<string, string>> = {
  "auth-pam": "sto/ngx_http_auth_pam_module",
  brotli: "google/ngx_brotli",
  "cache-purge": "FRiCKLE/ngx_cache_purge",
  "dav-ext": "arut/nginx-dav-ext-module",
  echo: "openresty/echo-nginx-module",
  fancyindex: "aperezdc/ngx-fancyindex",
  geoip2: "leev/ngx_http_geoip2_module",
  "headers-more": "openresty/headers-more-nginx-module",
  lua: "openresty/lua-nginx-module",
  memc: "openresty/memc-nginx-module",
  modsecurity: "owasp-modsecurity/ModSecurity-nginx",
  nchan: "slact/nchan",
  rtmp: "arut/nginx-rtmp-module",
  "set-misc": "openresty/set-misc-nginx-module",
  srcache: "openresty/srcache-nginx-module",
  "subs-filter": "yaoweibin/ngx_http_substitutions_filter_module",
  upload: "fdintino/nginx-upload-module",
  uploadprogress: "masterzen/nginx-upload-progress-module",
  "upstream-fair": "gnosek/nginx-upstream-fair",
  vts: "vozlt/nginx-module-vts",
};

/** The page that documents a directive of somebody else's module. */
export function moduleHome(from: string, name: string): string | undefined {
  const home = homes[from];
  return home && `https://github.com/${home}#${name}`;
}
