/** Headers of requests that configs name most, as they are usually written: those that an app is told of the visitor first. */
const requestHeaders = [
  ...["Host", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"],
  ...["X-Forwarded-Prefix", "Upgrade", "Connection", "X-Request-ID", "Authorization", "Accept-Encoding", "Accept"],
  ...["Cookie", "Origin", "Content-Type", "Cache-Control", "User-Agent", "Referer", "Range"],
];

/** Headers of answers. */
const responseHeaders = [
  ...["Cache-Control", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"],
  ...["Content-Security-Policy", "Permissions-Policy", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods"],
  ...["Access-Control-Allow-Headers", "Access-Control-Allow-Credentials", "Cross-Origin-Opener-Policy"],
  ...["Cross-Origin-Resource-Policy", "Vary", "Content-Type", "Expires", "Set-Cookie", "Server", "Via", "X-Request-ID"],
  ...["X-Powered-By", "X-Accel-Redirect", "X-Accel-Buffering", "Alt-Svc"],
];

/** What a directive that is given the name of a header may mean. */
export function headersFor(name: string): readonly string[] {
  return /^(?:(?:proxy|grpc)_set_header|more_(?:set|clear)_input_headers|real_ip_header)$/.test(name)
    ? requestHeaders
    : responseHeaders;
}

/** MIME types that are served or compressed most. */
export const mimeTypes = [
  ...[
    "text/plain",
    "text/html",
    "text/css",
    "text/javascript",
    "text/xml",
    "application/json",
    "application/javascript",
  ],
  ...[
    "application/xml",
    "application/octet-stream",
    "application/wasm",
    "application/rss+xml",
    "application/manifest+json",
  ],
  ...[
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/avif",
    "font/woff2",
    "font/ttf",
    "application/pdf",
  ],
];

export const statusCodes = "200 204 301 302 303 307 308 400 401 403 404 405 410 413 429 444 500 502 503 504".split(" ");

/** What may begin an entry of a block of values, beside the values. */
export const entryWords: Readonly<Record<string, readonly string[]>> = {
  map: ["default", "hostnames", "volatile", "include"],
  geo: ["default", "delete", "include", "proxy", "proxy_recursive", "ranges"],
  split_clients: ["*"],
};

const methods = "GET HEAD POST PUT PATCH DELETE OPTIONS".split(" ");
const levels = "debug info notice warn error crit alert emerg".split(" ");

/** Words that a directive's argument often is, by the directive and the argument's place; `*` for every place. */
const usual: Readonly<Record<string, readonly string[]>> = {
  "location 1": ["=", "~", "~*", "^~", "@"],
  "rewrite 3": ["last", "break", "redirect", "permanent"],
  "error_log 1": ["/var/log/nginx/error.log", "stderr", "/dev/stderr"],
  "error_log 2": levels,
  "access_log 1": ["/var/log/nginx/access.log", "off", "/dev/stdout"],
  "log_format 2": ["escape=json", "escape=default", "escape=none"],
  "expires 1": ["1h", "30d", "max", "off", "epoch"],
  "allow 1": ["all"],
  "deny 1": ["all"],
  "auth_basic 1": ["off"],
  "worker_processes 1": ["auto"],
  "limit_except *": methods,
  "proxy_method 1": methods,
  "try_files *": ["$uri", "$uri/", "=404"],
  "return 1": ["$scheme://$host$request_uri"],
  "use 1": ["epoll", "kqueue", "eventport", "/dev/poll", "poll", "select"],
  "user 1": ["nginx", "www-data"],
  "pid 1": ["/run/nginx.pid", "/var/run/nginx.pid"],
  "index *": ["index.html"],
  "root 1": ["/usr/share/nginx/html", "/var/www/html"],
  "error_page *": ["/404.html", "/50x.html"],
  "client_max_body_size 1": ["10m", "50m", "0"],
  "return 2": ["$scheme://$host$request_uri"],
  "ssl_ciphers 1": ["HIGH:!aNULL:!MD5"],
  "fastcgi_param 1": ["SCRIPT_FILENAME", "PATH_INFO", "QUERY_STRING", "HTTPS", "HTTP_PROXY"],
  "fastcgi_param 2": ["$document_root$fastcgi_script_name", "$fastcgi_path_info", "$query_string", "on", '""'],
  "ssl_session_cache *": ["shared:SSL:10m", "builtin", "none", "off"],
  "ssl_ocsp_cache 1": ["shared:OCSP:10m", "off"],
  "proxy_redirect 1": ["default", "off"],
  "resolver 1": ["127.0.0.11"],
  "server_name *": ["_", "localhost"],
  "real_ip_header 1": ["X-Forwarded-For", "X-Real-IP", "proxy_protocol"],
  "proxy_cache_valid 1": ["any"],
  "limit_req_zone 1": ["$binary_remote_addr", "$server_name"],
  "limit_conn_zone 1": ["$binary_remote_addr", "$server_name"],
  "hash 1": ["$remote_addr", "$request_uri"],
  "proxy_cache_key *": ["$scheme$proxy_host$request_uri"],
  "proxy_store 1": ["on", "off"],
  "proxy_ssl_name 1": ["$proxy_host"],
  "proxy_ignore_headers *": ["X-Accel-Redirect", "X-Accel-Expires", "Cache-Control", "Expires", "Set-Cookie", "Vary"],
  "ssl_ecdh_curve 1": ["auto", "X25519:prime256v1"],
  "add_header 3": ["always"],
};

/** Values that a header usually has: sent to clients, then handed on to an app. */
const headerValues: readonly Readonly<Record<string, readonly string[]>>[] = [
  {
    "cache-control": ["no-store", "no-cache", '"public, max-age=31536000, immutable"', "private"],
    "content-security-policy": ["\"default-src 'self'\""],
    "permissions-policy": ['"camera=(), microphone=(), geolocation=()"'],
    "referrer-policy": ["strict-origin-when-cross-origin", "same-origin", "no-referrer"],
    "strict-transport-security": ['"max-age=31536000; includeSubDomains"'],
    "x-content-type-options": ["nosniff"],
    "x-frame-options": ["DENY", "SAMEORIGIN"],
    vary: ["Accept-Encoding", "Origin"],
  },
  {
    host: ["$host"],
    "x-real-ip": ["$remote_addr"],
    "x-forwarded-for": ["$proxy_add_x_forwarded_for"],
    "x-forwarded-proto": ["$scheme"],
    "x-forwarded-host": ["$host"],
    "x-forwarded-port": ["$server_port"],
    "x-request-id": ["$request_id"],
    upgrade: ["$http_upgrade"],
    connection: ['""', "upgrade"],
  },
];

/** What a header is usually given, by the directive that sets it. */
export function valuesOfHeader(name: string, header: string): readonly string[] {
  const [sent, handedOn] = headerValues;
  if (name === "add_header") return sent?.[header.toLowerCase()] ?? [];
  return (/^(?:proxy|grpc)_set_header$/.test(name) && (handedOn?.[header.toLowerCase()] ?? ['""'])) || [];
}

/** In `stream` and `mail` most of these names are other directives. */
export const wordsOf = (name: string, index: number, context: string): readonly string[] =>
  context.startsWith("http") || context === "main" || name === "error_log" || name === "use" || name.startsWith("ssl_")
    ? (usual[`${name} ${index}`] ?? usual[`${name} *`] ?? [])
    : [];
