/** Headers that configs name most, as they are usually written. */
export const headerNames = [
  ...["Accept", "Accept-Encoding", "Authorization", "Cache-Control", "Connection", "Content-Security-Policy"],
  ...[
    "Content-Type",
    "Cookie",
    "Expires",
    "Host",
    "Origin",
    "Permissions-Policy",
    "Referrer-Policy",
    "Server",
    "Set-Cookie",
  ],
  ...[
    "Strict-Transport-Security",
    "Upgrade",
    "Vary",
    "Via",
    "X-Accel-Buffering",
    "X-Accel-Redirect",
    "X-Content-Type-Options",
  ],
  ...[
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proto",
    "X-Frame-Options",
  ],
  ...["X-Powered-By", "X-Real-IP", "X-Request-ID", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods"],
  ...["Access-Control-Allow-Headers", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"],
];

/** MIME types that are served or compressed most. */
export const mimeTypes = [
  ...[
    "text/plain",
    "text/html",
    "text/css",
    "text/javascript",
    "text/xml",
    "application/json",
    "application/javascript",
  ],
  ...[
    "application/xml",
    "application/octet-stream",
    "application/wasm",
    "application/rss+xml",
    "application/manifest+json",
  ],
  ...[
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/avif",
    "font/woff2",
    "font/ttf",
    "application/pdf",
  ],
];

export const statusCodes = "200 204 301 302 303 307 308 400 401 403 404 405 410 413 429 444 500 502 503 504".split(" ");
