import type { Found } from "./steps";

/** Directives that hand a request on to a server behind nginx; their word says which. */
export const passes: ReadonlySet<string> = new Set([
  "proxy_pass",
  "fastcgi_pass",
  "uwsgi_pass",
  "scgi_pass",
  "grpc_pass",
  "memcached_pass",
]);

/** Directives of modules that answer instead of nginx's files. */
const modules =
  /^(?:stub_status|empty_gif|perl|js_content|api|status|content_by_lua(?:_block|_file)?|echo(?:_\w+)?|(?:memc|redis2?|upload|drizzle|postgres)_pass|passenger_enabled|nchan_\w+|push_stream_\w+|vhost_traffic_status_display|mp4|flv|hls|f4f)$/;

/** What answers instead of files, by what stands in one block; the last counts. */
export const handlerIn = (inside: readonly Found[]): Found | undefined =>
  inside.filter(({ directive }) => passes.has(directive.name.value) || modules.test(directive.name.value)).at(-1);

/** A `limit_except` takes over what hands requests on, and nothing else that answers. */
export const isForAllMethods = ({ directive: { name } }: Found): boolean =>
  passes.has(name.value) && name.value !== "memcached_pass";
