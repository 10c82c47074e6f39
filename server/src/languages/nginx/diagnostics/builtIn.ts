/**
 * Directives of modules that are built into nginx instead of loaded, so that nothing in a configuration tells of them:
 * Passenger's nginx, OpenResty, Tengine and Kong bring them. What their names are like, and the module.
 */
const modules: readonly (readonly [names: RegExp, module: string])[] = [
  [/^(?:passenger|rails)_\w/, "passenger"],
  [/^pagespeed$/i, "pagespeed"],
  [/^push_stream_\w/, "push-stream"],
  [/^opentracing(?:_\w+)?$/, "opentracing"],
  [/^zstd(?:_\w+)?$/, "zstd"],
  [/^(?:SecRules(?:En|Dis)abled|LearningMode|DeniedUrl|(?:Main|Basic|Check)Rule|LibInjection\w+)$/i, "naxsi"],
  [/^check(?:_(?:shm_size|http_\w+|keepalive_requests|fastcgi_param|status))?$/, "upstream-check"],
  [/^proxy_connect(?:_(?:allow|address|bind|response|(?:connect|data|read|send)_timeout))?$/, "proxy-connect"],
  [/^redis_(?:pass|bind|gzip_flag|\w+_timeout|buffer_size|next_upstream)$/, "redis"],
  [/^redis2_\w/, "redis2"],
  [/^(?:drizzle|postgres)_\w/, "drizzle"],
  [/^(?:rds_(?:json|csv)|xss|encrypted_session|array|iconv)_\w|^rds_(?:json|csv)$/, "OpenResty"],
  [/^set_(?:iconv|form_input|form_input_multi|encrypt_session|decrypt_session)$/, "OpenResty"],
  [/^eval(?:_\w+)?$/, "eval"],
  [/^(?:lua_kong|lmdb)_\w|^(?:proxy_)?wasm$/, "Kong"],
  [/^(?:concat|footer|trim|sysguard|session_sticky|dyups|limit_speed)(?:_\w+)?$/, "Tengine"],
  [/^ajp_\w/, "ajp"],
  [/^(?:auth_ldap|ldap_server)(?:_\w+)?$/, "auth-ldap"],
  [/^auth_gss(?:_\w+)?$/, "spnego-http-auth"],
  [/^auth_digest(?:_\w+)?$/, "auth-digest"],
  [/^testcookie(?:_\w+)?$/, "testcookie"],
  [/^vod(?:_\w+)?$/, "vod"],
  [/^small_light(?:_\w+)?$/, "small-light"],
  [/^slowfs_\w/, "slowfs"],
  [/^upsync(?:_\w+)?$/, "upsync"],
  [/^flv_live$/, "http-flv"],
  [/^ssl_dyn_rec_\w/, "dynamic TLS records"],
];

let any: RegExp | undefined;

/** The module that brings a directive which is not in the catalog; undefined for any other. */
export function builtInModule(name: string): string | undefined {
  // A file may have thousands of unknown directives, and hardly one of them is of these; most have none.
  any ??= new RegExp(modules.map(([names]) => names.source).join("|"), "i");
  return any.test(name) ? modules.find(([names]) => names.test(name))?.[1] : undefined;
}
