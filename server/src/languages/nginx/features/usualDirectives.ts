/** What nearly every config has, in the order in which it is offered before all else. */
const usual =
  "user worker_processes events http stream worker_connections listen server_name server upstream proxy_pass location root proxy_set_header alias try_files return index include ssl_certificate ssl_certificate_key error_log access_log rewrite if add_header expires client_max_body_size error_page gzip map set limit_req allow deny log_format default_type sendfile keepalive keepalive_timeout proxy_http_version proxy_read_timeout proxy_cache gzip_types ssl_protocols limit_req_zone proxy_cache_path pid load_module".split(
    " ",
  );

const places = new Map(usual.map((name, place) => [name, place]));

/** The place of a directive among those that are used most, from 0; undefined for any other. */
export const placeOf = (name: string): number | undefined => places.get(name);

/**
 * What follows the name of a directive, as a snippet: for those whose arguments a beginner cannot guess, and those that
 * are nearly always written alike. An empty stop is where the editor lists what may stand there.
 */
const bodies: Readonly<Record<string, string>> = {
  error_page: " ${1:404} ${2:/404.html};$0",
  geo: " ${1:\\$variable} {\n\tdefault ${2:0};\n\t$0\n}",
  if: " (${1}) {\n\t$0\n}",
  keepalive: " ${1:32};$0",
  limit_conn_zone: " ${1:\\$binary_remote_addr} zone=${2:NAME}:10m;$0",
  limit_req_zone: " ${1:\\$binary_remote_addr} zone=${2:NAME}:10m rate=${3:10r/s};$0",
  location: " ${1:/} {\n\t$0\n}",
  log_format: " ${1:NAME} '${2:\\$remote_addr - \\$remote_user [\\$time_local] \"\\$request\" \\$status}';$0",
  map: " ${1:\\$uri} ${2:\\$variable} {\n\tdefault ${3:0};\n\t$0\n}",
  proxy_cache_path: " ${1:/var/cache/nginx} keys_zone=${2:NAME}:10m;$0",
  rewrite: " ${1:^/old\\$} ${2:/new} ${3|permanent,redirect,last,break|};$0",
  set: " \\$${1:variable} ${2:value};$0",
  split_clients: ' ${1:"\\$remote_addr"} ${2:\\$variable} {\n\t${3:50%} ${4:a};\n\t*   ${5:b};$0\n}',
  ssl_protocols: " ${1:TLSv1.2 TLSv1.3};$0",
  try_files: " ${1:\\$uri} ${2:=404};$0",
  upstream: " ${1:app} {\n\tserver ${2:127.0.0.1:8000};$0\n}",
  worker_connections: " ${1:1024};$0",
  worker_processes: " ${1:auto};$0",
};

/** The same where a directive of `stream` has other variables. */
const streamBodies: Readonly<Record<string, string>> = {
  log_format: " ${1:NAME} '${2:\\$remote_addr [\\$time_local] \\$protocol \\$status \\$bytes_sent}';$0",
  map: " ${1:\\$remote_addr} ${2:\\$variable} {\n\tdefault ${3:0};\n\t$0\n}",
};

/** The usual rest of a directive in a context, as a snippet; undefined where it is made of what is known of its values. */
export function bodyOf(name: string, context: string): string | undefined {
  if (context.startsWith("mail")) return undefined;
  return (context.startsWith("stream") ? streamBodies[name] : undefined) ?? bodies[name];
}
