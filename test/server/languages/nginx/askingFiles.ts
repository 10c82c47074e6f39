/** Blocks that ask about each other: addresses, zones, formats, buffers, named things, included files. */
export const asking = `
events {}
http {
  log_format own '$remote_addr $request_time';
  limit_req_zone $binary_remote_addr zone=all:10m rate=5r/s;
  include mime.types;
  proxy_busy_buffers_size 16k;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; include values/*.conf; }
  upstream app { server 127.0.0.1:8000 backup; keepalive 2; least_conn; zone app 64k; }
  geo $place { 10.0.0.1/8 a; 10.0.0.0/8 b; delete 11.0.0.0/8; }
  server {
    listen 80 default_server;
    listen 443 ssl backlog=100;
    ssl_certificate a.pem;
    ssl_ciphers TLS_AES_128_GCM_SHA256;
    access_log /b own buffer=4k;
    types { a/a a; }
    ssl_certificate_key a.key;
    access_log /x own;
    limit_req zone=all burst=5;
    location / { proxy_pass http://app; proxy_buffers 8 8k; include snippets/proxy.conf; }
    location ~ ^/(?<name>a+)$ { return 200 $name; }
    location /in/ { location /in/side { alias /x/; } location /out { } }
    location @app { proxy_pass http://app/; }
    location /more { alias /more/; add_header X-More 1; proxy_pass http://app:80$uri; fastcgi_cache all; }
    add_header X-All 1; charset utf-8;
  }
  server {
    listen 80 default_server;
    listen 443 ssl backlog=100;
    server_name b .b;
    valid_referers none;
    ssl_verify_client on;
    access_log /x other;
    include snippets/proxy.conf;
    location / { try_files $uri @app; set $mine $connection_upgrade; }
    location / { return 200 $mine; }
  }
  upstream app { server 127.0.0.1:8001; }
  log_format other '$nothing';
  types { a/b a; } types { a/c a; }
  ssl_ecdh_curve secp384r; source_charset koi8-r; charset_map koi8-u utf-8 { 80 E282AC; }
  server { listen 80; access_log /b own buffer=8k; access_log /y other; limit_req zone=none; proxy_buffer_size 64k; if ($mine) { return 403; } }
  include sites/*.conf;
}
stream { server { listen 9000; proxy_pass app; } upstream app { server a:1; } }
`;
/** The same in several files. */
export const askingFolder: Readonly<Record<string, string>> = {
  "nginx.conf": asking,
  "snippets/proxy.conf": "proxy_set_header Host $host;\nlocation /more { proxy_read_timeout 5 s; }\nset $given a;\n",
  "values/a.conf": "a b;\na c;\n",
  "sites/one.conf":
    "server { listen 80 default_server; access_log /z own; location / { include snippets/proxy.conf; } }\n",
  "lonely.conf": "server { listen 80; include snippets/proxy.conf; return 200 $given; }\n",
};
