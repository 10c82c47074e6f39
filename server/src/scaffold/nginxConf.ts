import { type Blueprint, defaultUploadLimit, nginxHealthPath, ports, type StaticMount, secondsOf } from "./blueprint";

/** `nginx/nginx.conf`: the whole configuration, not a fragment; read by Nginx 1.22 and later, not as root, on a read-only disk. */
export function nginxConf(blueprint: Blueprint): string {
  const { project, statics } = blueprint;
  const seconds = secondsOf(blueprint);
  const { websockets, uploadLimit } = project;
  const root = statics.find(({ url }) => url === "/");
  return `# Nginx takes the clients: the slow ones, the large ones, the forged headers and the static files.
# Gunicorn gets whole requests over a fast connection, and its threads work only while Flask does.

# A number: "auto" would count the host's cores and not this container's share.
worker_processes 2;
worker_rlimit_nofile 8192;

# Nginx is not root here and its disk is read-only: all that it writes goes to /tmp.
pid /tmp/nginx.pid;
error_log stderr warn;

events {
    worker_connections 2048;
}

http {
    include /etc/nginx/mime.types;
    types {
        text/javascript mjs;
        application/manifest+json webmanifest;
    }
    default_type application/octet-stream;
    charset utf-8;

    client_body_temp_path /tmp/client_body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;

    # One line of JSON per request; "upstream_seconds" is the part that Gunicorn and Flask took.
    log_format json escape=json '{"time":"$time_iso8601","id":"$request_id","client":"$remote_addr",'
        '"method":"$request_method","host":"$host","uri":"$request_uri","status":"$status",'
        '"bytes":$body_bytes_sent,"seconds":$request_time,"upstream_seconds":"$upstream_response_time",'
        '"referer":"$http_referer","agent":"$http_user_agent"}';
    # Handed over 4k at a time, or after a second: each write wakes Docker, which costs more than Nginx
    # takes for a request. 4k is what goes through a pipe in one piece, so lines do not get mixed.
    access_log /dev/stdout json buffer=4k flush=1s;

    # The version helps only who looks for an old one.
    server_tokens off;

    # Without tcp_nopush: to hold packets back takes twice the CPU time of a file in a container's network.
    sendfile on;
    # Static files stay open between requests; one that was changed is noticed within these two seconds.
    open_file_cache max=1000 inactive=1m;
    open_file_cache_valid 2s;
    open_file_cache_errors on;
    keepalive_timeout 30s;
    keepalive_requests 1000;

    # A client that sends or reads too slowly is cut off here, before it costs Flask anything.
    client_header_timeout 10s;
    client_body_timeout 15s;
    send_timeout 15s;
    reset_timedout_connection on;

    # ${uploadLimit === null ? "Larger requests are answered with 413. The app sets no MAX_CONTENT_LENGTH; raise this if it takes larger ones." : "Larger requests are answered with 413. It is the app's own MAX_CONTENT_LENGTH."}
    client_max_body_size ${size(Math.max(1, uploadLimit ?? defaultUploadLimit))};
    client_body_buffer_size 64k;
    large_client_header_buffers 4 8k;

    gzip on;
    gzip_vary on;
    gzip_comp_level 5;
    gzip_min_length 1024;
    gzip_proxied any;
    gzip_types text/plain text/css text/xml text/javascript application/javascript application/json
        application/manifest+json application/xml application/rss+xml image/svg+xml;

    # Gunicorn. Connections stay open between requests, and are closed here before Gunicorn would.
    upstream web {
        # "web" is every container of the app. Without max_fails=0, Nginx sends nothing for ten seconds to one
        # that has failed once, and a single view that ends its worker is tried on each: all of the site
        # would be down.
        server web:${ports.gunicorn} max_fails=0;
        keepalive 32;
        keepalive_timeout ${seconds.upstreamKeepalive}s;
    }

    # The port that the client named, if it named one, so that the app's absolute links keep it.
    map $http_host $named_port {
        default "";
        "~(?<port>:[0-9]+)$" $port;
    }
${websockets ? websocketMap : ""}
    # A security header is added where the app does not send its own.
    map $upstream_http_x_content_type_options $add_content_type_options {
        default "";
        "" nosniff;
    }
    map $upstream_http_x_frame_options $add_frame_options {
        default "";
        "" SAMEORIGIN;
    }
    map $upstream_http_referrer_policy $add_referrer_policy {
        default "";
        "" strict-origin-when-cross-origin;
    }

    # Behind a load balancer: its addresses, so that the client's is taken from its header, and not from
    # anybody else's. Where it ends TLS, see X-Forwarded-Proto below, too.
    #set_real_ip_from 10.0.0.0/8;
    #real_ip_header X-Forwarded-For;
    #real_ip_recursive on;

    # How often one address may ask, where a location says so with limit_req (see below).
    limit_req_zone $binary_remote_addr zone=per_client:10m rate=20r/s;
    limit_req_status 429;

    server {
        # Not a privileged port: Nginx is not root. Any host name is served; to serve yours alone, name it
        # in server_name and give the rest a default_server of their own that says "return 444;".
        listen ${ports.nginx} default_server;
        server_name _;

        # These stand here and nowhere below: an add_header in a location would drop them all.
        add_header X-Content-Type-Options $add_content_type_options always;
        add_header X-Frame-Options $add_frame_options always;
        add_header Referrer-Policy $add_referrer_policy always;

        # What the app is told of the client. Each is set here, so that what a client sends under these
        # names never arrives. Like add_header, they stand in one place.
        proxy_set_header Host $host$named_port;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        # Where a load balancer ends TLS and nobody else can connect, this instead of the line above:
        #proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;
        proxy_set_header X-Forwarded-Host $host$named_port;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Request-ID $request_id;
        proxy_set_header X-Forwarded-Port "";
        proxy_set_header X-Forwarded-Prefix "";
        proxy_set_header X-Forwarded-Protocol "";
        proxy_set_header X-Forwarded-Ssl "";
        proxy_set_header Forwarded "";
        proxy_set_header Proxy "";

        # HTTP/1.1 without "Connection: close" is what keeps the connections to Gunicorn open.
        proxy_http_version 1.1;
${
  websockets
    ? `        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;`
    : `        proxy_set_header Upgrade "";
        proxy_set_header Connection "";`
}

        # A page fits into these, so Gunicorn hands it over at once however slowly the client reads.
        proxy_buffers 16 16k;
        proxy_buffer_size 16k;
        proxy_busy_buffers_size 32k;
        proxy_connect_timeout 5s;
        proxy_send_timeout 30s;
${
  websockets
    ? `        # A websocket may be silent for this long.
        proxy_read_timeout 1h;`
    : `        # A little longer than Gunicorn's timeout, so that Gunicorn gives up first and its log says why.
        proxy_read_timeout ${seconds.proxyRead}s;`
}
        proxy_redirect off;

        location / {
            # To limit how often one address may ask:
            #limit_req zone=per_client burst=40 nodelay;
${root === undefined ? "            proxy_pass http://web;" : rootFiles(root)}
        }
${statics
  .filter((mount) => mount !== root)
  .map(staticLocation)
  .join("")}${
  statics.length > 0
    ? `
        # What is not among the static files may still be the app's, such as the files of an extension.
        location @web {
            proxy_pass http://web;
        }
`
    : ""
}
        # For load balancers and Docker's health check: Nginx itself is alive.
        location = ${nginxHealthPath} {
            access_log off;
            default_type text/plain;
            return 200 "ok\\n";
        }
    }

    # Numbers for monitoring, for this container alone.
    server {
        listen 127.0.0.1:${ports.status};
        server_name localhost;

        location = /stub_status {
            access_log off;
            allow 127.0.0.1;
            deny all;
            stub_status;
        }
    }
}
`;
}

const websocketMap = `
    # "Connection: upgrade" for a websocket, nothing for the others, whose connection is reused.
    map $http_upgrade $connection_upgrade {
        default upgrade;
        "" "";
    }
`;

const staticLocation = ({ url, folder }: StaticMount): string => `
        # Static files never reach Python. The slash at the end of both paths keeps the alias in its folder.
        location ${quote(`${url}/`)} {
            alias ${quote(`${folder}/`)};
            expires 1h;
            # The Dockerfile compresses them, so that it is not done again for each request.
            gzip_static on;
            # Docker takes longer over a line of log than Nginx over a file; without this one, each is logged.
            access_log off;
            log_not_found off;
            error_page 403 404 = @web;
        }
`;

const rootFiles = ({
  folder,
}: StaticMount): string => `            # Static files are at the root, too; what is none of them is the app's.
            alias ${quote(`${folder}/`)};
            try_files $uri @web;
            expires 1h;
            # The Dockerfile compresses them, so that it is not done again for each request.
            gzip_static on;`;

/** A word of the configuration; in quotes where it needs them. `blueprint` lets no quote or dollar through. */
const quote = (word: string): string => (/[\s;{}#]/.test(word) ? `"${word}"` : word);

/** Bytes as Nginx writes them: `16m`, `1500k`, `1000`. */
function size(bytes: number): string {
  if (bytes > 0 && bytes % 1024 ** 2 === 0) return `${bytes / 1024 ** 2}m`;
  return bytes > 0 && bytes % 1024 === 0 ? `${bytes / 1024}k` : String(bytes);
}
