import type { PythonValue } from "../model";

/** Names that people write for a setting, by the setting: words of other servers, of options and of common sense. */
const words: Readonly<Record<string, readonly string[]>> = {
  bind: ["bind_address", "bind_addr", "bind_to", "bind_host", "bind_port", "listen_address", "server_address"],
  workers: [
    "num_workers",
    "number_of_workers",
    "worker_count",
    "workers_count",
    "worker_num",
    "worker_number",
    "processes",
  ],
  worker_class: ["worker_type", "workers_class", "worker_kind", "worker_model"],
  threads: [
    "num_threads",
    "number_of_threads",
    "thread_count",
    "threads_count",
    "worker_threads",
    "threads_per_worker",
  ],
  worker_connections: ["max_connections", "max_worker_connections", "connections_per_worker"],
  timeout: ["worker_timeout", "request_timeout", "timeout_seconds"],
  graceful_timeout: ["graceful_shutdown_timeout", "shutdown_timeout", "stop_timeout"],
  keepalive: ["keep_alive_timeout", "keepalive_timeout", "keepalive_seconds"],
  max_requests: ["max_requests_per_worker", "requests_limit", "worker_max_requests"],
  loglevel: ["logging_level", "log_verbosity"],
  access_log_format: ["access_format", "log_format", "logformat"],
  proc_name: ["process_name", "proc_title", "process_title"],
  chdir: ["working_directory", "working_dir", "workdir"],
  reload: ["auto_reload", "autoreload", "hot_reload"],
  preload_app: ["preload_application", "app_preload"],
  daemon: ["daemonize", "daemonized"],
  certfile: ["ssl_cert", "ssl_certfile", "ssl_certificate", "tls_cert", "tls_certfile"],
  keyfile: ["ssl_key", "ssl_keyfile", "ssl_certificate_key", "tls_key", "tls_keyfile"],
  wsgi_app: ["app_module", "wsgi_module", "wsgi_application"],
  raw_env: ["env_vars", "environment_variables"],
  forwarded_allow_ips: ["trusted_proxies", "proxy_ips"],
  on_starting: ["on_start"],
  pre_fork: ["before_fork"],
  post_fork: ["after_fork", "on_worker_boot"],
  post_worker_init: ["on_worker_start", "worker_init"],
  worker_exit: ["on_worker_exit", "on_worker_stop"],
  pre_request: ["before_request"],
  post_request: ["after_request"],
};

/** Parts of an address: `bind` has both. A config may have such names for itself, too. */
const parts: ReadonlySet<string> = new Set(["host", "port"]);

const meant: ReadonlyMap<string, string> = new Map([
  ...Object.entries(words).flatMap(([setting, names]) => names.map((name) => [name, setting] as const)),
  ...[...parts].map((name) => [name, "bind"] as const),
]);

/** The setting that a common wrong name stands for. */
export const settingOfWrongName = (name: string): string | undefined => meant.get(name);

/** A host or a port where an address was to be written. */
export const isPartOfAddress = (name: string): boolean => parts.has(name);

/** The address that a host and a port are together; undefined where one of them is not known, or no such. */
export function addressOf(host: PythonValue | undefined, port: PythonValue | undefined): string | undefined {
  const own =
    host === undefined ? "0.0.0.0" : host.type === "str" && /^[\w.:-]+$/.test(host.value) ? host.value : undefined;
  const number =
    port === undefined ? 8000 : port.type === "int" || port.type === "str" ? Number(port.value) : Number.NaN;
  if (own === undefined || !Number.isInteger(number) || number < 1 || number > 65535) return undefined;
  return `${own.includes(":") ? `[${own}]` : own}:${number}`;
}
