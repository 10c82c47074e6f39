import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  contextBit,
  type DirectiveSpec,
  directiveNames,
  directiveSpecs,
} from "../../server/src/languages/nginx/catalog/catalog";
import { loadModules } from "./judge";

const exampleFolder = join(process.cwd(), "test/nginx/examples");

export interface Sample {
  readonly name: string;
  readonly text: string;
}

/** Where the examples of a file stand, as lines around them. */
const frames: Readonly<Record<string, (body: string) => string>> = {
  main: (body) => `${body}\nevents {}\n`,
  events: (body) => `events {\n${body}\n}\n`,
  http: (body) => `events {}\nhttp {\n${temporary}${body}\n}\n`,
  server: (body) => frame("http", `server {\n${body}\n}`),
  location: (body) => frame("server", `listen 127.0.0.1:18090;\nlocation /place/ {\n${body}\n}`),
  upstream: (body) => frame("http", `upstream group {\n${body}\nserver 127.0.0.1:8000;\n}`),
  if: (body) => frame("location", `if ($arg_a) {\n${body}\n}`),
  stream: (body) => `events {}\nstream {\n${body}\n}\n`,
  "stream-server": (body) => frame("stream", `server {\nlisten 127.0.0.1:12090;\n${body}\nreturn x;\n}`),
  "stream-upstream": (body) => frame("stream", `upstream group {\n${body}\nserver 127.0.0.1:8000;\n}`),
  mail: (body) => `events {}\nmail {\n${body}\n}\n`,
  "mail-server": (body) =>
    frame("mail", `auth_http 127.0.0.1/x;\nserver {\nlisten 127.0.0.1:12091;\nprotocol imap;\n${body}\n}`),
  rtmp: (body) => `events {}\nrtmp {\n${body}\n}\n`,
};

const frame = (name: string, body: string): string => frames[name]?.(indent(body)) ?? body;
const indent = (text: string): string => text;

/** nginx tries to make its folders for temporary files while it tests. */
const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
  .map((name) => `${name}_temp_path @DIR@/${name}_temp;\n`)
  .join("");

/** A whole config around a body, with the modules it needs. */
export function whole(place: string, body: string, folder: string): string {
  const text = frame(place, body).replaceAll("@DIR@", folder);
  return pretty(`pid ${folder}/nginx.pid;\n${loadModules(text)}${text}`);
}

/** Indents by braces at the ends of lines, as a person would have written it. */
function pretty(text: string): string {
  let depth = 0;
  return text
    .split("\n")
    .map((line) => {
      const trimmed = /^\s/.test(line) ? line : line.trim();
      if (/^\s*\}/.test(line)) depth = Math.max(0, depth - 1);
      const shown = trimmed === "" ? "" : "    ".repeat(depth) + trimmed;
      if (/\{\s*$/.test(line)) depth++;
      return shown;
    })
    .join("\n");
}

/** The configs written by hand, each a part of a file in examples/. */
export function writtenSamples(folder: string): Sample[] {
  return ["main", "events", "http", "server", "location", "stream", "mail", "rtmp"].flatMap((place) =>
    parts(`${place}.txt`, place, folder),
  );
}

/** Configs for the modules that Debian packages beside nginx, written by hand. */
export function moduleSamples(folder: string): Sample[] {
  return [
    ...parts("modules.txt", "http", folder),
    ...parts("modules-stream.txt", "stream", folder),
    ...parts("modules-rtmp.txt", "rtmp", folder),
  ];
}

function parts(file: string, place: string, folder: string): Sample[] {
  const text = readFileSync(join(exampleFolder, file), "utf8");
  return text.split(/^---\n/m).map((body, index) => ({
    name: `${file}, part ${index + 1}`,
    text: whole(place, body.trimEnd(), folder),
  }));
}

/** Which example file's frame makes a context of the catalog. */
const places: Readonly<Record<string, string>> = {
  events: "events",
  http: "http",
  "http/server": "server",
  "http/location": "location",
  "http/upstream": "upstream",
  "http/location/if": "if",
  stream: "stream",
  "stream/server": "stream-server",
  "stream/upstream": "stream-upstream",
  mail: "mail",
  "mail/server": "mail-server",
};

/** Statements of every directive whose values the catalog alone tells, a few to a config, in every context it may have. */
export function generatedSamples(folder: string, version: string): Sample[] {
  const samples: Sample[] = [];
  for (const [context, place] of Object.entries(places)) {
    const bit = contextBit(context);
    const lines: string[] = [];
    for (const name of directiveNames()) {
      const spec = directiveSpecs(name)?.find((candidate) => candidate.contexts & bit);
      if (!spec || spec.from || spec.plus || spec.gone || unusable.has(name) || absent.test(spec.module)) continue;
      if (spec.since && spec.since.localeCompare(version, "en", { numeric: true }) > 0) continue;
      const value = sampleValue(spec);
      if (value !== undefined) lines.push(`${name} ${value};`);
    }
    for (let at = 0; at < lines.length; at += 5) {
      samples.push({ name: `${context}, ${at}`, text: whole(place, lines.slice(at, at + 5).join("\n"), folder) });
    }
  }
  return samples;
}

/** Modules that the judge does not load. */
const absent = /_(?:js|geoip|otel|perl|acme)_module$|google/;

/** Directives that need others beside them, a certain machine, or mean something to the test itself. */
const unusable = new Set([
  ...[
    "aio_write",
    "daemon",
    "master_process",
    "ssl",
    "ssl_ocsp",
    "ssl_stapling",
    "ssl_early_data",
    "thread_stack_size",
  ],
  ...["proxy_ssl_verify", "grpc_ssl_verify", "uwsgi_ssl_verify", "postpone_gzipping", "gzip_window", "gzip_hash"],
  ...[
    "connection_pool_size",
    "request_pool_size",
    "http2_pool_size",
    "send_lowat",
    "quic_bpf",
    "degradation",
    "degrade",
  ],
  ...[
    "ssl_verify_client",
    "starttls",
    "protocol",
    "eventport_events",
    "devpoll_events",
    "devpoll_changes",
    "kqueue_events",
  ],
  ...[
    "kqueue_changes",
    "iocp_threads",
    "post_acceptex",
    "acceptex_read",
    "auth_http_pass_client_cert",
    "ssl_ocsp_cache",
  ],
  ...[
    "open_file_cache_events",
    "xml_external_entities",
    "http2_recv_buffer_size",
    "http2_chunk_size",
    "http2_body_preread_size",
    "fastcgi_buffer_size",
  ],
  ...["proxy_buffer_size", "uwsgi_buffer_size", "scgi_buffer_size", "grpc_buffer_size", "memcached_buffer_size"],
  ...["proxy_busy_buffers_size", "fastcgi_busy_buffers_size", "uwsgi_busy_buffers_size", "scgi_busy_buffers_size"],
  ...[
    "proxy_temp_file_write_size",
    "fastcgi_temp_file_write_size",
    "uwsgi_temp_file_write_size",
    "scgi_temp_file_write_size",
  ],
  ...["proxy_max_temp_file_size", "fastcgi_max_temp_file_size", "uwsgi_max_temp_file_size", "scgi_max_temp_file_size"],
  ...[
    "proxy_buffers",
    "fastcgi_buffers",
    "uwsgi_buffers",
    "scgi_buffers",
    "output_buffers",
    "http2_streams_index_size",
  ],
  ...[
    "client_body_temp_path",
    "proxy_temp_path",
    "fastcgi_temp_path",
    "uwsgi_temp_path",
    "scgi_temp_path",
    "directio_alignment",
  ],
]);

function sampleValue(spec: DirectiveSpec): string | undefined {
  switch (spec.kind) {
    case "flag":
      return "on";
    case "number":
      return String(spec.bounds?.[0] ?? 4);
    case "size":
      return spec.name.endsWith("bucket_size") ? "128" : "16k";
    case "offset":
      return "1m";
    case "msec":
      return "1m30s";
    case "sec":
      return "1h";
    case "bufs":
      return "8 16k";
    case "enum":
      return spec.words?.at(-1);
    case "bitmask":
      return spec.words?.includes("off")
        ? spec.words
            .filter((word) => word !== "off")
            .slice(0, 2)
            .join(" ")
        : spec.words?.slice(0, 2).join(" ");
    default:
      return undefined;
  }
}
