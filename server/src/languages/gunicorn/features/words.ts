import * as l10n from "@vscode/l10n";

/** Words that a setting takes: those of its validator, and those of Gunicorn's code that reads it. */
export const settingWords: Readonly<Record<string, readonly string[]>> = {
  loglevel: ["debug", "info", "warning", "error", "critical"],
  reload_engine: ["auto", "poll", "inotify"],
  proxy_protocol: ["off", "v1", "v2", "auto"],
  http_protocols: ["h1", "h2", "h2,h1"],
  http2_cleartext: ["off", "prior-knowledge", "upgrade", "both"],
  header_map: ["drop", "refuse", "dangerous"],
  asgi_loop: ["auto", "asyncio", "uvloop"],
  asgi_lifespan: ["auto", "on", "off"],
  http_parser: ["auto", "fast", "python"],
  protocol: ["http", "uwsgi"],
  logger_class: ["gunicorn.glogging.Logger", "gunicorn.instrument.statsd.Statsd"],
  syslog_facility: [
    ...["auth", "authpriv", "cron", "daemon", "ftp", "kern", "lpr", "mail", "news", "security", "syslog", "user"],
    ...["uucp", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"],
  ],
  forwarded_allow_ips: ["127.0.0.1", "127.0.0.1,::1", "*"],
  proxy_allow_ips: ["127.0.0.1", "127.0.0.1,::1", "*"],
  uwsgi_allow_ips: ["127.0.0.1", "127.0.0.1,::1", "*"],
  accesslog: ["-"],
  errorlog: ["-"],
  worker_tmp_dir: ["/dev/shm"],
  statsd_host: ["127.0.0.1:8125"],
  syslog_addr: ["udp://localhost:514", "tcp://localhost:514", "unix:///dev/log"],
  user: ["www-data", "nobody"],
  group: ["www-data", "nogroup"],
  cert_reqs: ["0", "1", "2"],
  umask: ["0o022", "0o027", "0o077"],
};

/** The forms of an address, with what each is. */
export const bindForms = (): readonly (readonly [form: string, what: string])[] => [
  ["127.0.0.1:8000", l10n.t("this machine alone")],
  ["0.0.0.0:8000", l10n.t("every network, as in a container")],
  ["[::]:8000", l10n.t("every network, IPv6 too")],
  ["unix:/run/gunicorn.sock", l10n.t("a socket file, for an Nginx on this machine")],
  ["fd://3", l10n.t("a socket that systemd opened")],
];

/** Worker classes of packages of their own, by the package. */
export const workerPackages: Readonly<Record<string, readonly string[]>> = {
  gevent: ["gevent"],
  eventlet: ["eventlet"],
  tornado: ["tornado"],
  "uvicorn-worker": ["uvicorn_worker.UvicornWorker", "uvicorn_worker.UvicornH11Worker"],
  uvicorn: ["uvicorn.workers.UvicornWorker"],
  "gevent-websocket": ["geventwebsocket.gunicorn.workers.GeventWebSocketWorker"],
  aiohttp: ["aiohttp.GunicornWebWorker"],
  meinheld: ["meinheld.gmeinheld.MeinheldWorker"],
};

/** Headers that proxies set; keys of `secure_scheme_headers` with what says "this came by HTTPS". */
export const schemeHeaders: Readonly<Record<string, string>> = {
  "X-FORWARDED-PROTO": "https",
  "X-FORWARDED-PROTOCOL": "ssl",
  "X-FORWARDED-SSL": "on",
  "X-SCHEME": "https",
  "X-URL-SCHEME": "https",
  "FRONT-END-HTTPS": "on",
  "CLOUDFRONT-FORWARDED-PROTO": "https",
};

/** What `forwarder_headers` may name: headers that become variables of the WSGI environment. */
export const forwarderHeaders: readonly string[] = [
  "SCRIPT_NAME",
  "PATH_INFO",
  "REMOTE_USER",
  "SCRIPT_NAME,PATH_INFO",
  "SCRIPT_NAME,PATH_INFO,REMOTE_USER",
];

/** The atoms of `access_log_format`. */
export const logAtoms = (): Readonly<Record<string, string>> => ({
  "%(h)s": l10n.t("address of the client, or of the proxy before Gunicorn"),
  "%(l)s": l10n.t("always -"),
  "%(u)s": l10n.t("user name of HTTP basic authentication"),
  "%(t)s": l10n.t("date and time"),
  "%(r)s": l10n.t("request line"),
  "%(m)s": l10n.t("method"),
  "%(U)s": l10n.t("path without the query"),
  "%(q)s": l10n.t("query"),
  "%(H)s": l10n.t("protocol"),
  "%(s)s": l10n.t("status"),
  "%(B)s": l10n.t("length of the answer"),
  "%(b)s": l10n.t("length of the answer, or -"),
  "%(f)s": l10n.t("page that linked here"),
  "%(a)s": l10n.t("the client's program"),
  "%(T)s": l10n.t("duration in seconds"),
  "%(M)s": l10n.t("duration in milliseconds"),
  "%(D)s": l10n.t("duration in microseconds"),
  "%(L)s": l10n.t("duration in seconds with decimals"),
  "%(p)s": l10n.t("process ID of the worker"),
  "%({x-forwarded-for}i)s": l10n.t("a header of the request"),
  "%({content-type}o)s": l10n.t("a header of the answer"),
  "%({hostname}e)s": l10n.t("a variable of the WSGI environment"),
});

/** Settings that name a file or a folder. */
export const pathSettings: ReadonlySet<string> = new Set([
  ...["config", "chdir", "pidfile", "worker_tmp_dir", "tmp_upload_dir", "accesslog", "errorlog", "logconfig"],
  ...["logconfig_json", "pythonpath", "keyfile", "certfile", "ca_certs", "control_socket", "reload_extra_files"],
]);

/** Of these, those that name a folder, and never a file. */
export const folderSettings: ReadonlySet<string> = new Set(["chdir", "worker_tmp_dir", "tmp_upload_dir", "pythonpath"]);

/** What a number counts. */
export const units: Readonly<Record<string, "seconds" | "bytes">> = {
  timeout: "seconds",
  graceful_timeout: "seconds",
  keepalive: "seconds",
  dirty_timeout: "seconds",
  dirty_graceful_timeout: "seconds",
  asgi_disconnect_grace_period: "seconds",
  limit_request_line: "bytes",
  limit_request_field_size: "bytes",
  websocket_max_message_size: "bytes",
  http2_initial_window_size: "bytes",
  http2_max_frame_size: "bytes",
  http2_max_header_list_size: "bytes",
};
