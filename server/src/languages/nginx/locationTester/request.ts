export interface Request {
  readonly scheme: "http" | "https";
  /** In capitals; `GET` where none is said. */
  readonly method: string;
  readonly host: string;
  /** As it was typed, with its query. */
  readonly path: string;
  readonly port: number;
}

/** A request as it is typed: one without a host is meant for wherever the configuration listens. */
export type Typed = Omit<Request, "port"> & { readonly port: number | undefined };

/**
 * Reads what a person types: `http://host:port/path`, `host:port/path`, or a path alone (then of `localhost`); a method may
 * stand before it, as in `POST /login`.
 */
export function readRequest(typed: string): Typed {
  const [, method, text = ""] = typed.trim().match(/^(?:([A-Za-z]+)\s+)?(.*)$/s) ?? [];
  const [, scheme = "", authority = "", path = ""] = text.match(/^(?:(https?):\/\/)?([^/?#]*)(.*)$/s) ?? [];
  const [, host = "", port] = authority.match(/^(.*?)(?::(\d+))?$/) ?? [];
  const secure = scheme === "https" || (scheme === "" && port === "443");
  return {
    scheme: secure ? "https" : "http",
    method: method?.toUpperCase() ?? "GET",
    host: host || "localhost",
    port: port ? Number(port) : secure ? 443 : authority ? 80 : undefined,
    path: path.startsWith("/") ? path : `/${path}`,
  };
}

/** nginx compares bytes: each character of such a text stands for one. */
export const bytesOf = (text: string): string => Buffer.from(text).toString("latin1");

/**
 * The path as nginx compares it (`ngx_http_parse_complex_uri`), in bytes: without query and fragment, percent-decoded,
 * `.` and `..` resolved, slashes merged if they are to be.
 * @returns undefined for what nginx answers with 400: a `%` without its digits, or a `..` above the root
 */
export function normalized(path: string, mergeSlashes: boolean): string | undefined {
  const bytes = bytesOf(path);
  let uri = "";
  /** What has been read since the last slash, as far as that may be `.` or `..`. */
  let part: "slash" | "dot" | "dots" | "name" = "name";
  for (let at = 0; at < bytes.length; at++) {
    let char = bytes.charAt(at);
    if (char === "?" || char === "#") break;
    if (char === "%") {
      const digits = bytes.slice(at + 1, at + 3);
      if (!/^[0-9a-f]{2}$/i.test(digits) || digits === "00") return undefined;
      char = String.fromCharCode(Number.parseInt(digits, 16));
      at += 2;
    }
    if (char === "/") {
      if (part === "dots") {
        const above = withoutLast(uri);
        if (above === undefined) return undefined;
        uri = above;
      } else if (part === "dot") uri = uri.slice(0, -1);
      else if (part === "name" || !mergeSlashes) uri += char;
      part = "slash";
      continue;
    }
    if (char === ".") part = part === "slash" ? "dot" : part === "dot" ? "dots" : "name";
    else part = "name";
    uri += char;
  }
  if (part === "dot") return uri.slice(0, -1);
  return part === "dots" ? withoutLast(uri) : uri;
}

/** `/a/` of `/a/b/..`: nginx knows no path above the root. */
function withoutLast(uri: string): string | undefined {
  const slash = uri.length < 4 ? -1 : uri.lastIndexOf("/", uri.length - 4);
  return slash < 0 ? undefined : uri.slice(0, slash + 1);
}

/** What nginx escapes where it puts a part of a path into a query (`ngx_escape_uri` with NGX_ESCAPE_ARGS). */
export const escapeArgs = (bytes: string): string => bytes.replace(/[^!$'-*,-:=@-[\]_a-z~]/g, percent);

/** What nginx escapes of a path that it sends the client to (`ngx_escape_uri` with NGX_ESCAPE_URI). */
export const escapePath = (bytes: string): string => bytes.replace(/[^!$&-;=@-[\]_a-z~]/g, percent);

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

/** What nginx decodes again of a redirect, up to its query (`ngx_unescape_uri` with NGX_UNESCAPE_REDIRECT). */
export function unescapeRedirect(bytes: string): string {
  const [path = "", ...query] = bytes.split(/(?=\?)/);
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (said, digits: string) => {
    const char = String.fromCharCode(Number.parseInt(digits, 16));
    return char > "%" && char < "\x7f" ? char : said;
  });
  return decoded + query.join("");
}
