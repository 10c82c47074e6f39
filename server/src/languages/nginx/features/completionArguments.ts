import { dirname, relative } from "node:path/posix";
import { contextBit, type DirectiveSpec, directiveSpecs, shapeOf } from "../catalog/catalog";
import { familyOf } from "../contexts";
import type { NameKind, NameUse } from "../diagnostics/model";
import { wordsOf as wordsIn } from "../diagnostics/newer";
import { isTemplate } from "../files";
import { globToRegExp } from "../glob";
import type { Directive } from "../tree";
import type { Proposal } from "./completion";
import { filesOf, takesFolder } from "./fileArguments";
import { parametersAt } from "./parameters";
import type { Place, View } from "./view";
import { entryWords, headersFor, mimeTypes, statusCodes, valuesOfHeader, wordsOf } from "./words";

/** What is asked: the argument of a directive, and all that is known around it. */
interface Asked {
  readonly view: View;
  readonly context: string;
  readonly directive: Directive;
  readonly name: string;
  /** Its place: 1 for the first argument. */
  readonly index: number;
  readonly spec: DirectiveSpec | undefined;
  /** What stands there already. */
  readonly typed: string;
}

type Offer = Pick<Proposal, "label" | "kind" | "rank"> & {
  /** What is written after it, to be written over. */
  readonly sample?: string;
};
type Source = (asked: Asked) => readonly Offer[];

const offers = (kind: Proposal["kind"], labels: Iterable<string>, rank = 0): Offer[] =>
  [...labels].map((label) => ({ label, kind, rank }));

/** What could be the argument at the cursor. */
export function argumentsOf(view: View, place: Place, directive: Directive, offset: number): Proposal[] {
  const { context, word, index } = place;
  const name = directive.name.value;
  const shape = shapeOf(name, context);
  if (shape && index > shape.max) return [];
  const spec = directiveSpecs(name)?.find((candidate) => candidate.contexts & contextBit(context));
  const asked = { view, context, directive, name, index, spec, typed: word?.value ?? "" };
  return written(
    sources.flatMap((source) => source(asked)),
    place,
    offset,
  );
}

/** What could begin an entry of a `map`, `geo`, `types`, ... */
export function entriesOf(_view: View, place: Place, offset: number): Proposal[] {
  const block = place.around.at(-1)?.name.value ?? "";
  const words = block === "types" ? mimeTypes : (entryWords[block] ?? []);
  return written(offers("value", words), place, offset);
}

/** Proposals that replace the word at the cursor; its quotes stay. */
function written(found: readonly Offer[], { word: whole }: Place, offset: number): Proposal[] {
  // The brackets of a condition stay, too.
  const word = /^\(?\)?$/.test(whole?.value ?? "") && whole?.quote === "" ? undefined : whole;
  const start = word ? word.start + (word.quote ? 1 : 0) : offset;
  const end = word ? word.end - (word.quote && word.end > word.start + 1 ? 1 : 0) : offset;
  const inside = word?.quote ?? "";
  const unique = new Map(
    found.map((offer) => {
      const { label } = offer;
      const bare = inside !== "" && label.startsWith(inside) ? label.slice(1, -1) : label;
      return [bare, { ...offer, label: bare }];
    }),
  );
  return [...unique.values()].map(({ label, kind, rank, sample }, order) => {
    const insert = sample ? `${label}\${1:${sample}}` : label;
    return { label, kind, rank, order, insert, snippet: insert !== label, start, end };
  });
}

/** Names of a kind that the configuration defines. */
function names({ view, context }: Asked, kind: NameKind, suits: (use: NameUse) => boolean = () => true): string[] {
  return view.configuration.config.definitions
    .filter((each) => each.kind === kind && (kind === "zone" || each.family === familyOf(context)) && suits(each))
    .map((each) => each.name);
}

/** The zones that a certain directive makes. */
const zones = (asked: Asked, maker: string): string[] =>
  names(asked, "zone", ({ directive }) => directive.name.value === maker);

/** `web:8000`, `cache`: what the stack's other services are reached by. */
function services({ view }: Asked): string[] {
  const { services: known } = view.configuration.config.environment;
  return [...(known?.ports ?? [])].flatMap(([name, ports]) => {
    if (known?.own?.has(name)) return [];
    return ports.length > 0 ? ports.map((port) => `${name}:${port}`) : [name];
  });
}

/** Protocols that a rule of ours warns of. */
const outdated = /^(?:SSLv[23]|TLSv1(?:\.1)?)$/;

/** The arguments but the one at the cursor. */
const others = ({ directive, index }: Asked): string[] =>
  directive.args.flatMap(({ value }, at) => (at === index - 1 ? [] : [value]));

const values: Source = (asked) => {
  const { spec, name, view } = asked;
  const known = spec?.kind === "flag" ? ["on", "off"] : spec?.words;
  if (!known) return [];
  const given = others(asked);
  const words = wordsIn(view.configuration.config, name, known);
  return offers(
    "value",
    words.filter((each) => !given.includes(each) && !outdated.test(each)),
  );
};

/** What the docs let stand here, where nginx's sources do not tell all of the words. */
const parameters: Source = (asked) => {
  const { name, context, index, spec, view } = asked;
  const { version } = view.configuration.config.environment;
  const isTold = spec?.words !== undefined || spec?.kind === "flag";
  return parametersAt(name, context, index, others(asked), version).flatMap(({ label, sample, isParameter }) =>
    isTold && !label.includes("=")
      ? []
      : [{ label, sample, kind: isParameter ? "parameter" : "value", rank: isParameter ? 1 : 0 }],
  );
};

/** Where a request is handed on to: upstreams, then services of the stack. */
const passes: Source = (asked) => {
  const { name, context, index } = asked;
  if (index !== 1) return [];
  if (name === "server" && context.endsWith("/upstream")) {
    return [...offers("reference", services(asked)), ...offers("value", apps, 2)];
  }
  if (!/_pass$/.test(name)) return [];
  const http = name === "proxy_pass" && context.startsWith("http");
  const scheme = http ? "http://" : name === "grpc_pass" ? "grpc://" : "";
  return [
    ...offers(
      "reference",
      names(asked, "upstream").map((each) => scheme + each),
    ),
    ...offers(
      "reference",
      services(asked).map((each) => scheme + each),
      1,
    ),
    ...(http
      ? offers(
          "value",
          apps.map((each) => scheme + each),
          2,
        )
      : []),
  ];
};

/** Where an app listens on this machine, as Gunicorn's docs have it. */
const apps = ["127.0.0.1:8000", "unix:/run/gunicorn.sock"];

const zoneNames: Source = (asked) => {
  const { name, index } = asked;
  if (name === "limit_req" && !others(asked).some((word) => word.startsWith("zone="))) {
    return offers(
      "reference",
      zones(asked, "limit_req_zone").map((each) => `zone=${each}`),
    );
  }
  if (index !== 1) return [];
  if (name === "limit_conn") return offers("reference", zones(asked, "limit_conn_zone"));
  return directiveSpecs(`${name}_path`) ? offers("reference", [...zones(asked, `${name}_path`), "off"]) : [];
};

const otherNames: Source = (asked) => {
  const { name, index, context } = asked;
  if (name === "access_log" && index === 2) {
    const own = familyOf(context) === "http" ? ["combined"] : [];
    return offers("reference", [...names(asked, "log_format"), ...own]);
  }
  const jumps = name === "try_files" || name === "error_page";
  return jumps && index > 1 ? offers("reference", names(asked, "location")) : [];
};

const codes: Source = ({ name, index }) => {
  if (name === "error_page")
    return offers(
      "value",
      statusCodes.filter((code) => Number(code) >= 300),
      1,
    );
  const takes = name === "return" ? index === 1 : /_cache_valid$/.test(name);
  return takes ? offers("value", statusCodes, 1) : [];
};

const headerValues: Source = ({ name, index, directive }) =>
  index === 2 ? offers("value", valuesOfHeader(name, directive.args[0]?.value ?? "")) : [];

const conditions = ["$request_method", "$host", "$scheme", "$http_user_agent", "-f", "!-f", "-d", "!-d", "-e", "!-e"];
const comparisons = ["=", "!=", "~", "~*", "!~", "!~*"];

const condition: Source = ({ name, index, typed }) => {
  if (name !== "if") return [];
  return offers("value", index > 1 ? comparisons : typed === "(" || typed === "()" ? conditions : []);
};

const types: Source = ({ name }) =>
  name === "default_type"
    ? offers("value", mimeTypes, 1)
    : /_types$/.test(name)
      ? // Lists of types have one by themselves.
        offers(
          "value",
          mimeTypes.filter((type) => type !== (name === "xslt_types" ? "text/xml" : "text/html")),
          1,
        )
      : [];

const headers: Source = ({ name, index }) =>
  index === 1 && /^(?:add_header|add_trailer|real_ip_header|.*_(?:set|hide|pass|clear)_(?:input_)?headers?)$/.test(name)
    ? offers("value", headersFor(name), 1)
    : [];

const fixed: Source = (asked) => {
  const given = others(asked);
  const words = wordsOf(asked.name, asked.index, asked.context);
  return offers(
    "value",
    words.filter((each) => !given.includes(each)),
  );
};

/** Addresses to listen at: those that the stack publishes come first. */
const ports: Source = ({ name, index, view }) => {
  if (name !== "listen" || index !== 1) return [];
  const published = view.configuration.config.environment.listened ?? [];
  return [...offers("value", published.map(String)), ...offers("value", ["80", "443", "[::]:80", "[::]:443"], 1)];
};

/** Files for `include`, certificates and the like, as they are written from the root's folder. */
const paths: Source = ({ name, index, directive, view, typed, context }) => {
  const wanted = filesOf(name);
  // `js_import NAME from FILE`, or the file alone.
  if (wanted === undefined || index === 2 || (index === 3 && directive.args[1]?.value !== "from")) return [];
  const home = dirname(view.configuration.root);
  const all = name === "include" ? view.files.paths : (view.files.others?.() ?? view.files.paths);
  // A path on the server is offered where one is being written.
  const installed =
    typed.match(/^\/(?:usr\/local\/)?etc\/nginx\//)?.[0] ?? (typed.startsWith("/") ? "/etc/nginx/" : "");
  // A template is read by envsubst, not by nginx.
  const isPart = (path: string): boolean => !isTemplate(path) && !hasSections(path, view);
  const mayStand = (path: string): boolean => path !== view.path && (name !== "include" || isPart(path));
  const files = all
    .filter((path) => wanted.test(path) && mayStand(path))
    .map((path) => relative(home, path))
    .filter((path) => !path.startsWith("../"));
  const own = relative(home, view.path);
  const globs =
    name === "include" ? [...new Set(files.flatMap(globOf))].filter((glob) => !globToRegExp(glob).test(own)) : [];
  const stock = name === "include" && context === "http" && !files.includes("mime.types") ? ["mime.types"] : [];
  return offers(
    "file",
    [...globs, ...files, ...stock].map((path) => installed + path),
    2,
  );
};

/** Folders of the project, as nginx's container has them. */
const folders: Source = ({ name, index, view }) =>
  index === 1 && takesFolder(name)
    ? offers(
        "file",
        (view.places?.().folders() ?? []).map((path) => (name === "alias" ? `${path}/` : path)),
      )
    : [];

/** It is a whole configuration: it can be a part of no other. */
const hasSections = (path: string, { files }: View): boolean =>
  files.tree(path)?.items.some((item) => item.kind === "directive" && /^(?:events|http)$/.test(item.name.value)) ===
  true;

/** `conf.d/*.conf` for a file in `conf.d`. */
const globOf = (path: string): string[] => (/\/[^/]+\.conf$/.test(path) ? [`${dirname(path)}/*.conf`] : []);

/** In the order in which they are offered: what the user has named himself comes first. */
const sources: readonly Source[] = [
  ...[passes, zoneNames, otherNames, ports, folders, headerValues, fixed, values, parameters],
  ...[codes, types, headers, condition, paths],
];
