// Directives of common modules whose sources Debian does not have. Names, contexts and counts are the modules' own.
const http = ["http", "http/server", "http/location"];
const anywhere = [...http, "http/server/if", "http/location/if"];

const listed = [
  // nginx-module-vts
  ["vhost_traffic_status", http, "flag", "flag"],
  ["vhost_traffic_status_display", http, "01", "text"],
  ["vhost_traffic_status_display_format", http, "1", "text"],
  ["vhost_traffic_status_display_jsonp", http, "1", "text"],
  ["vhost_traffic_status_display_sum_key", http, "1", "text"],
  ["vhost_traffic_status_filter", http, "flag", "flag"],
  ["vhost_traffic_status_filter_by_host", http, "flag", "flag"],
  ["vhost_traffic_status_filter_by_set_key", http, "12", "text"],
  ["vhost_traffic_status_filter_check_duplicate", http, "flag", "flag"],
  ["vhost_traffic_status_filter_max_node", ["http"], "1+", "text"],
  ["vhost_traffic_status_limit", http, "flag", "flag"],
  ["vhost_traffic_status_limit_check_duplicate", http, "flag", "flag"],
  ["vhost_traffic_status_limit_traffic", http, "12", "text"],
  ["vhost_traffic_status_limit_traffic_by_set_key", http, "23", "text"],
  ["vhost_traffic_status_set_by_filter", anywhere, "2", "sets_first"],
  ["vhost_traffic_status_average_method", http, "12", "text"],
  ["vhost_traffic_status_bypass_limit", http, "flag", "flag"],
  ["vhost_traffic_status_bypass_stats", http, "flag", "flag"],
  ["vhost_traffic_status_histogram_buckets", http, "1+", "text"],
  ["vhost_traffic_status_stats_by_upstream", http, "flag", "flag"],
  ["vhost_traffic_status_zone", ["http"], "01", "text"],
  ["vhost_traffic_status_dump", ["http"], "12", "text"],
  // nginx-upload-module
  ["upload_pass", ["http/server", "http/location", "http/location/if"], "1", "complex"],
  ...[
    ["upload_resumable", "flag", "flag"],
    ["upload_store", "1234", "text"],
    ["upload_state_store", "1234", "text"],
    ["upload_store_access", "123", "access"],
    ["upload_set_form_field", "2", "complex"],
    ["upload_aggregate_form_field", "2", "complex"],
    ["upload_pass_form_field", "1", "text"],
    ["upload_cleanup", "1+", "text"],
    ["upload_buffer_size", "1", "size"],
    ["upload_max_part_header_len", "1", "size"],
    ["upload_max_file_size", "1", "text"],
    ["upload_limit_rate", "1", "text"],
    ["upload_max_output_body_len", "1", "text"],
    ["upload_tame_arrays", "flag", "flag"],
    ["upload_pass_args", "flag", "flag"],
    ["upload_add_header", "2", "complex"],
    ["upload_merge_buffer_size", "1", "size"],
    ["upload_range_header_buffer_size", "1", "size"],
    ["upload_empty_field_names", "flag", "flag"],
    ["upload_path_delimiter", "1", "text"],
  ].map(([name, counts, kind]) => [name, [...http, "http/location/if"], counts, kind]),
  // set-misc-nginx-module: each makes the variable that its first argument names
  ...["set_local_today"].map((name) => [name, anywhere, "1", "sets_first"]),
  ...["set_if_empty", "set_formatted_gmt_time", "set_formatted_local_time"].map((name) => [
    name,
    anywhere,
    "2",
    "sets_first",
  ]),
  ...[
    ...["set_encode_base32", "set_decode_base32", "set_encode_base64", "set_decode_base64", "set_encode_base64url"],
    ...["set_decode_base64url", "set_encode_hex", "set_decode_hex", "set_md5", "set_sha1", "set_unescape_uri"],
    ...["set_escape_uri", "set_quote_sql_str", "set_quote_pgsql_str", "set_quote_json_str"],
    ...["set_secure_random_alphanum", "set_secure_random_lcalpha"],
  ].map((name) => [name, anywhere, "12", "sets_first"]),
  ...["set_hashed_upstream", "set_consistent_hashed_upstream", "set_hmac_sha1", "set_hmac_sha256", "set_random"].map(
    (name) => [name, anywhere, "3", "sets_first"],
  ),
  ["set_rotate", anywhere, "3", "sets_first"],
  ["upstream_list", ["http", "http/server"], "2+", "text"],
  // ngx_cache_purge
  ["proxy_cache_purge", http, "1+", "cache_purge"],
  ["fastcgi_cache_purge", http, "1+", "cache_purge"],
  ["scgi_cache_purge", http, "1+", "cache_purge"],
  ["uwsgi_cache_purge", http, "1+", "cache_purge"],
  ["cache_purge_response_type", http, "1", "text"],
  // Inside blocks of Plus and of dynamic modules
  ["send", ["stream/match"], "1", "text"],
  ["expect", ["stream/match"], "12", "text"],
  ["status", ["http/match"], "1+", "text"],
  ["header", ["http/match"], "1+", "text"],
  ["body", ["http/match"], "23", "text"],
  ["require", ["http/match"], "1+", "text"],
  ["endpoint", ["http/otel_exporter"], "1", "text"],
  ["interval", ["http/otel_exporter"], "1", "text"],
  ["batch_size", ["http/otel_exporter"], "1", "number"],
  ["batch_count", ["http/otel_exporter"], "1", "number"],
  ["trusted_certificate", ["http/otel_exporter"], "1", "text"],
  ["header", ["http/otel_exporter"], "2", "text"],
];

const modules = [
  [/^vhost_traffic/, "ngx_http_vhost_traffic_status_module", "vts"],
  [/^upload_/, "ngx_http_upload_module", "upload"],
  [/^set_/, "ngx_http_set_misc_module", "set-misc"],
  // The development kit, which set_hashed_upstream needs.
  [/^upstream_list$/, "ndk_http_module", "set-misc"],
  [/cache_purge/, "ngx_http_cache_purge_module", "cache-purge"],
  [/^(?:send|expect)$/, "ngx_stream_upstream_hc_module", ""],
  [/^(?:status|header|body|require)$/, "ngx_http_upstream_hc_module", ""],
  [/./, "ngx_otel_module", ""],
];

/** Built-in variables of modules that make them by hand, or whose sources Debian does not have. */
export const variables = [
  ...["field_name", "content_type", "file_name", "tmp_path", "content_range", "file_md5", "file_md5_uc"],
  ...["file_sha1", "file_sha1_uc", "file_sha256", "file_sha256_uc", "file_sha512", "file_sha512_uc", "file_crc32"],
  ...["file_size", "file_number"],
]
  .map((name) => `upload_${name}`)
  .concat(
    ...["request_counter", "in_bytes", "out_bytes", "request_time_counter", "request_time"].map(
      (name) => `vts_${name}`,
    ),
    ...["1xx", "2xx", "3xx", "4xx", "5xx"].map((name) => `vts_${name}_counter`),
    ...["miss", "bypass", "expired", "stale", "updating", "revalidated", "hit", "scarce"].map(
      (name) => `vts_cache_${name}_counter`,
    ),
    ...["remaining", "received", "length", "status", "callback"].map((name) => `uploadprogress_${name}`),
    ...["cmd", "key", "value", "flags", "exptime"].map((name) => `memc_${name}`),
    ...[
      ...["channel_id", "channel_id1", "channel_id2", "channel_id3", "channel_id4", "channel_subscriber_last_seen"],
      ...["channel_subscriber_count", "channel_message_count", "channel_event", "subscriber_type", "publisher_type"],
      ...["prev_message_id", "message_id", "version"],
    ].map((name) => `nchan_${name}`),
    ...[
      ...["channels", "subscribers", "stored_messages", "redis_pending_commands", "redis_connected_servers"],
      ...["redis_unhealthy_upstreams", "ipc_queued_alerts", "total_published_messages", "total_ipc_alerts_sent"],
      ...["total_ipc_alerts_received", "total_ipc_send_delay", "total_ipc_receive_delay"],
      ...["total_redis_commands_sent", "shared_memory_used", "ipc_alerts_in_transit"],
    ].map((name) => `nchan_stub_status_${name}`),
    ...["brotli_ratio", "fancyindex_path"],
  );

/**
 * What is known of directives beyond their documented syntax: those that make a variable, by the argument that names
 * it, and the counts of njs (its `ngx_command_t` tables).
 */
export const known = {
  js_set: { kind: "sets_first" },
  js_var: { kind: "sets_first" },
  js_import: { counts: "13", kind: "js_import" },
  js_preload_object: { counts: "13", kind: "js_import" },
  js_fetch_protocols: { counts: "1+" },
  set_by_lua: { kind: "sets_first" },
  set_by_lua_block: { kind: "sets_first" },
  set_by_lua_file: { kind: "sets_first" },
  auth_jwt_claim_set: { kind: "sets_first" },
  auth_jwt_header_set: { kind: "sets_first" },
  keyval: { kind: "sets_second" },
  num_map: { kind: "sets_second" },
  set_hashed_upstream: { kind: "sets_first" },
  proxy_cache_purge: { kind: "cache_purge" },
  // What the modules' own setters take.
  notify_method: { kind: "enum", words: ["get", "post"] },
  drop_idle_publisher: { kind: "msec" },
  upstream_fair_shm_size: { kind: "size" },
  nchan_use_redis: { kind: "flag" },
  nchan_max_reserved_memory: { kind: "offset" },
  // What came after the releases whose sources are read, as the docs tell it.
  keepalive: { counts: "12" },
  add_header_inherit: { kind: "enum", words: ["on", "off", "merge"], since: "1.29.3" },
  add_trailer_inherit: { kind: "enum", words: ["on", "off", "merge"], since: "1.29.3" },
  sticky: { since: "1.29.6", plus: false },
  ...Object.fromEntries(
    ["http", "stream"].flatMap((family) =>
      ["resolver", "resolver_timeout"].map((name) => [
        `ngx_${family}_upstream_module ${name}`,
        { since: "1.27.3", plus: false },
      ]),
    ),
  ),
};

/** As the compiler wants them: `[name, [module, contexts, counts, kind, mark, extra]]`. */
export function additions(contexts) {
  return listed.map(([name, where, counts, kind]) => {
    // A header is in a match of Plus and in an exporter of traces.
    const own = modules.find(([pattern]) => pattern.test(name) && where[0] !== "http/otel_exporter");
    const [, module, from] = own ?? modules[modules.length - 1];
    const mask = where.reduce((bits, context) => bits | (1 << contexts.indexOf(context)), 0);
    return [name, [module, mask, counts, kind, from || module === "ngx_otel_module" ? "" : "p", from ? { from } : {}]];
  });
}
