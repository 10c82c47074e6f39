import { tryPattern } from "./pattern";
import { bytesOf, type Request } from "./request";
import { contents, type Found, type Reading, type Step, step } from "./steps";

/** What a server does with a request before any location is looked for. */
export interface Rewritten {
  /** What the request is about now, in bytes. */
  readonly uri: string;
  readonly isChanged: boolean;
  /** The server has answered. */
  readonly isAnswered: boolean;
  /** It does something that nginx alone knows. */
  readonly isUnknown: boolean;
}

interface Script {
  uri: string;
  isChanged: boolean;
  state: "runs" | "ended" | "answered" | "unknown";
  readonly variables: Map<string, string>;
}

/**
 * Runs the `return`, `rewrite`, `set`, `if` and `break` of a server (nginx's server rewrite phase), as far as it is known
 * what they come to.
 * @param uri in bytes
 */
export function rewritten(server: Found, request: Request, uri: string, reading: Reading, steps: Step[]): Rewritten {
  const variables = variablesOf(request).set("uri", uri).set("document_uri", uri);
  const script: Script = { uri, isChanged: false, state: "runs", variables };
  run(contents(server, reading), script, reading, steps);
  const { state, isChanged } = script;
  return { uri: script.uri, isChanged, isAnswered: state === "answered", isUnknown: state === "unknown" };
}

function run(directives: readonly Found[], script: Script, reading: Reading, steps: Step[]): void {
  for (const found of directives) {
    if (script.state !== "runs") return;
    const { name, args } = found.directive;
    const [first = "", second = ""] = args.map(({ value }) => bytesOf(value));
    if (name.value === "break") script.state = "ended";
    else if (name.value === "return") {
      script.state = "answered";
      steps.push(step(found, "chosen", "server-answers"));
    } else if (name.value === "set") assign(script, first.replace(/^\$/, ""), expanded(second, script));
    else if (name.value === "rewrite") rewrite(found, script, steps);
    else if (name.value === "if") {
      const holds = isTrue(
        found.directive.args.map(({ value }) => bytesOf(value)),
        script,
      );
      const inside = contents(found, reading);
      const matters = inside.some(({ directive }) => /^(?:break|return|set|rewrite)$/.test(directive.name.value));
      if (holds) run(inside, script, reading, steps);
      else if (holds === undefined && matters) {
        steps.push(step(found, "unknown", "condition-unknown"));
        // Whatever is set in it may have another value from here on.
        for (const { directive } of inside)
          script.variables.delete((directive.args[0]?.value ?? "").replace(/^\$/, ""));
      }
    }
  }
}

function rewrite(found: Found, script: Script, steps: Step[]): void {
  const [pattern = "", replacement = "", flag] = found.directive.args.map(({ value }) => value);
  const matches = taken(pattern, false, script.uri, script);
  if (matches === false) return;
  const made = matches ? expanded(bytesOf(replacement), script) : undefined;
  if (matches && (/^(?:https?:\/\/|\$scheme)/.test(replacement) || flag === "redirect" || flag === "permanent")) {
    script.state = "answered";
    steps.push(step(found, "chosen", "server-answers"));
  } else if (made === undefined) {
    script.state = "unknown";
    steps.push(step(found, "unknown", matches ? "rewrite-unknown" : "pattern-not-testable"));
  } else {
    steps.push(step(found, "matches", "rewritten"));
    [script.uri = ""] = made.split("?", 1);
    script.isChanged = true;
    for (const name of ["uri", "document_uri"]) script.variables.set(name, script.uri);
    if (flag === "last" || flag === "break") script.state = "ended";
  }
}

/** Whether a pattern matches, whose groups are known from then on; undefined where it cannot be tried. */
function taken(pattern: string, caseless: boolean, text: string, { variables }: Script): boolean | undefined {
  const found = tryPattern(pattern, text, caseless);
  if (!found) return found === null ? false : undefined;
  for (let group = 0; group <= 9; group++) variables.set(String(group), found.groups[group] ?? "");
  for (const [name, value] of Object.entries(found.names)) variables.set(name, value ?? "");
  return true;
}

/** Whether an `if`'s condition holds; undefined where that is not known. */
function isTrue(words: readonly string[], script: Script): boolean | undefined {
  const [left = "", operator, right = ""] = words
    .map((word, index) => (index === 0 ? word.replace(/^\(/, "") : word))
    .map((word, index) => (index === words.length - 1 ? word.replace(/\)$/, "") : word))
    .filter((word) => word !== "");
  const value = left.startsWith("$") ? expanded(left, script) : undefined;
  if (value === undefined) return undefined;
  switch (operator) {
    case undefined:
      return value !== "" && value !== "0";
    case "=":
    case "!=": {
      const other = expanded(right, script);
      return other === undefined ? undefined : (value === other) === (operator === "=");
    }
    case "~":
    case "~*":
    case "!~":
    case "!~*": {
      const found = taken(Buffer.from(right, "latin1").toString(), operator.endsWith("*"), value, script);
      return found === undefined ? undefined : found !== operator.startsWith("!");
    }
    default:
      return undefined;
  }
}

function variablesOf({ scheme, method, host, port, path }: Request): Map<string, string> {
  const usual = port === (scheme === "https" ? 443 : 80);
  const [, , query = ""] = /^([^?#]*)\??([^#]*)/.exec(path) ?? [];
  return new Map(
    Object.entries({
      scheme,
      https: scheme === "https" ? "on" : "",
      request_method: method,
      host: host.toLowerCase().replace(/\.$/, ""),
      http_host: usual ? host : `${host}:${port}`,
      server_port: String(port),
      request_uri: path,
      args: query,
      query_string: query,
      is_args: query === "" ? "" : "?",
    }).map(([name, value]) => [name, bytesOf(value)]),
  );
}

function assign({ variables }: Script, name: string, value: string | undefined): void {
  if (value === undefined) variables.delete(name);
  else variables.set(name, value);
}

/** A text with the values of its variables; undefined where one is not known. */
function expanded(text: string, { variables }: Script): string | undefined {
  let isKnown = true;
  const made = text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    // A digit is a name of its own: `$10` is `$1` and a 0.
    const name = braced ?? (/^\d/.test(bare ?? "") ? bare?.charAt(0) : bare) ?? "";
    const value = variables.get(name);
    if (value === undefined) isKnown = false;
    return (value ?? "") + (braced === undefined ? (bare ?? "").slice(name.length) : "");
  });
  return isKnown ? made : undefined;
}
