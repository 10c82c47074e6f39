// Directives of common modules whose sources Debian does not have. Names, contexts and counts are the modules' own.
const http = ["http", "http/server", "http/location"];

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
  ["vhost_traffic_status_set_by_filter", [...http, "http/server/if", "http/location/if"], "2", "text"],
  ["vhost_traffic_status_average_method", http, "12", "text"],
  ["vhost_traffic_status_bypass_limit", http, "flag", "flag"],
  ["vhost_traffic_status_bypass_stats", http, "flag", "flag"],
  ["vhost_traffic_status_histogram_buckets", http, "1+", "text"],
  ["vhost_traffic_status_stats_by_upstream", http, "flag", "flag"],
  ["vhost_traffic_status_zone", ["http"], "01", "text"],
  ["vhost_traffic_status_dump", ["http"], "12", "text"],
  // nginx-upload-module
  ["upload_pass", ["http/server", "http/location"], "1", "text"],
  ["upload_resumable", http, "flag", "flag"],
  ["upload_store", ["http/server", "http/location"], "1+", "text"],
  ["upload_state_store", ["http/server", "http/location"], "1+", "text"],
  ["upload_store_access", ["http/server", "http/location"], "1+", "text"],
  ["upload_set_form_field", ["http/server", "http/location"], "2", "text"],
  ["upload_aggregate_form_field", ["http/server", "http/location"], "2", "text"],
  ["upload_pass_form_field", ["http/server", "http/location"], "1", "text"],
  ["upload_cleanup", ["http/server", "http/location"], "1+", "text"],
  ["upload_buffer_size", ["http/server", "http/location"], "1", "size"],
  ["upload_max_part_header_len", ["http/server", "http/location"], "1", "size"],
  ["upload_max_file_size", http, "1", "text"],
  ["upload_limit_rate", http, "1", "text"],
  ["upload_max_output_body_len", http, "1", "text"],
  ["upload_tame_arrays", http, "flag", "flag"],
  ["upload_pass_args", ["http/server", "http/location"], "flag", "flag"],
  ["upload_add_header", http, "2", "text"],
  ["upload_merge_buffer_size", http, "1", "size"],
  ["upload_range_header_buffer_size", http, "1", "size"],
  ["upload_empty_field_names", http, "flag", "flag"],
  ["upload_path_delimiter", http, "1", "text"],
  // ngx_cache_purge
  ["proxy_cache_purge", http, "1+", "text"],
  ["fastcgi_cache_purge", http, "1+", "text"],
  ["scgi_cache_purge", http, "1+", "text"],
  ["uwsgi_cache_purge", http, "1+", "text"],
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
  [/cache_purge/, "ngx_http_cache_purge_module", "cache-purge"],
  [/^(?:send|expect)$/, "ngx_stream_upstream_hc_module", ""],
  [/^(?:status|body|require)$/, "ngx_http_upstream_hc_module", ""],
  [/./, "ngx_otel_module", ""],
];

/** As the compiler wants them: `[name, [module, contexts, counts, kind, mark, extra]]`. */
export function additions(contexts) {
  return listed.map(([name, where, counts, kind]) => {
    const [, module, from] = modules.find(([pattern]) => pattern.test(name));
    const mask = where.reduce((bits, context) => bits | (1 << contexts.indexOf(context)), 0);
    return [name, [module, mask, counts, kind, from ? "" : "p", from ? { from } : {}]];
  });
}
