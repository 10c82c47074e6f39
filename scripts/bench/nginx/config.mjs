/** A config of about so many lines, such as a host with many sites has. */
export function config(lines, folder) {
  const parts = [`pid ${folder}/x.pid;`, "error_log stderr;", "events { worker_connections 1024; }", "http {"];
  parts.push("    server_names_hash_max_size 65536;", "    server_names_hash_bucket_size 128;");
  for (let site = 1; parts.length < lines - 2; site++) {
    parts.push(
      `    upstream app${site} {`,
      `        server 127.0.0.1:${8000 + (site % 1000)};`,
      "        keepalive 16;",
      "    }",
      "    server {",
      "        listen 127.0.0.1:18080;",
      `        server_name host${site}.example.com www.host${site}.example.com;`,
      "        root /var/www/html;",
      "        client_max_body_size 10m;",
      "        access_log off;",
      "        location / {",
      "            try_files $uri $uri/ @app;",
      "        }",
      "        location @app {",
      `            proxy_pass http://app${site};`,
      "            proxy_set_header Host $host;",
      "            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
      "            proxy_read_timeout 60s;",
      "        }",
      "        location ~* \\.(css|js|png)$ {",
      "            expires 30d;",
      '            add_header Cache-Control "public";',
      "        }",
      "    }",
    );
  }
  return `${[...parts, "}"].join("\n")}\n`;
}
