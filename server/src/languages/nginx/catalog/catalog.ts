import type { Shape } from "../shapes";
import raw from "./directives.json";
import variableNames from "./variables.json";

/** What one module says of a directive: the truth of nginx's C sources, else of its docs. */
export interface DirectiveSpec {
  readonly name: string;
  /** Module and name: no two specs have the same. */
  readonly key: string;
  /** The C name of the module, e.g. `ngx_http_gzip_filter_module`. */
  readonly module: string;
  /** Bit mask of the contexts that it may stand in, see `contextBit`. */
  readonly contexts: number;
  /** Whether it takes so many arguments. */
  readonly takes: (count: number) => boolean;
  readonly min: number;
  readonly max: number;
  /** What its values are: `flag`, `number`, `size`, ...; else the name of nginx's own function that reads them. */
  readonly kind: string;
  readonly block: boolean;
  /** A second one in the same block is refused. */
  readonly once: boolean;
  readonly variables: boolean;
  /** One of those that size the buffers of a proxy, which must fit each other. */
  readonly sizesBuffers: boolean;
  readonly deprecated: boolean;
  /** Part of NGINX Plus only. */
  readonly plus: boolean;
  /** The words of an enumeration or bit mask. */
  readonly words?: readonly string[];
  /** Least and most of a number. */
  readonly bounds?: readonly [number, number];
  readonly since?: string;
  readonly gone?: string;
  /** The third-party module that it comes from. */
  readonly from?: string;
}

interface Extra {
  words?: string[];
  bounds?: number[];
  since?: string;
  gone?: string;
  from?: string;
}
type RawSpec = [module: number, contexts: number, counts: string, kind: string, marks: string, extra?: Extra];
interface RawCatalog {
  contexts: string[];
  modules: string[];
  directives: Record<string, RawSpec[]>;
}

const catalog = raw as unknown as RawCatalog;
const directives = new Map(Object.entries(catalog.directives));
const decoded = new Map<string, readonly DirectiveSpec[]>();

/** The names of all contexts: `main`, `http`, `http/server`, `http/location/if`, ... */
export const contextNames: readonly string[] = catalog.contexts;

const bits = new Map(catalog.contexts.map((name, bit) => [name, 1 << bit]));

/** The bit of a context; 0 for a name that is none. */
export const contextBit = (name: string): number => bits.get(name) ?? 0;

/** Every directive of that name, one for each module that has one; undefined where none does. */
export function directiveSpecs(name: string): readonly DirectiveSpec[] | undefined {
  const known = decoded.get(name);
  if (known) return known;
  const found = directives.get(name)?.map((spec) => decode(name, spec));
  if (found) decoded.set(name, found);
  return found;
}

const names: readonly string[] = [...directives.keys()];

/** The names of all directives; the same list every time. */
export const directiveNames = (): readonly string[] => names;

/** Built-in variables without the `$`; a name that ends in `_` stands for all that begin so (`http_`). */
export function builtInVariables(family: "http" | "stream"): ReadonlySet<string> {
  return family === "http" ? httpVariables : streamVariables;
}

/** Built-in variables that no directive may set. */
export const isFixedVariable = (name: string, family: "http" | "stream"): boolean =>
  (family === "http" ? fixedHttp : fixedStream).has(name);

const fixedHttp: ReadonlySet<string> = new Set(variableNames.fixed.http);
const fixedStream: ReadonlySet<string> = new Set(variableNames.fixed.stream);
const httpVariables: ReadonlySet<string> = new Set(variableNames.http);
const streamVariables: ReadonlySet<string> = new Set(variableNames.stream);

const shapeCache = new Map<string, Map<string, Shape>>();

/**
 * What the parser asks of a directive: its counts and blocks, over all modules that have it in that context, or over all
 * modules where none has.
 */
export function shapeOf(name: string, context: string): Shape | undefined {
  let shapes = shapeCache.get(context);
  if (!shapes) {
    shapes = new Map();
    shapeCache.set(context, shapes);
  }
  const known = shapes.get(name);
  if (known) return known;
  const all = directiveSpecs(name);
  if (!all) return undefined;
  const here = all.filter((spec) => spec.contexts & contextBit(context));
  const specs = here.length > 0 ? here : all;
  const blocks = specs.filter((spec) => spec.block).length;
  const shape: Shape = {
    min: Math.min(...specs.map((spec) => spec.min)),
    max: Math.max(...specs.map((spec) => spec.max)),
    block: blocks === 0 ? "never" : blocks === specs.length ? "always" : "either",
  };
  shapes.set(name, shape);
  return shape;
}

const buffers =
  /^(?:proxy|fastcgi|uwsgi|scgi)_(?:buffers|buffer_size|busy_buffers_size|(?:temp_file_write|max_temp_file)_size)$/;

function decode(name: string, [module, contexts, counts, kind, marks, extra]: RawSpec): DirectiveSpec {
  const { words, bounds, ...rest } = extra ?? {};
  const [least, most] = bounds ?? [];
  return {
    name,
    key: `${catalog.modules[module]} ${name}`,
    module: catalog.modules[module] ?? "",
    contexts,
    ...range(counts),
    kind,
    block: marks.includes("b"),
    once: marks.includes("o"),
    variables: marks.includes("v"),
    sizesBuffers: buffers.test(name),
    deprecated: marks.includes("d"),
    plus: marks.includes("p"),
    ...(words ? { words } : {}),
    ...(least !== undefined && most !== undefined ? { bounds: [least, most] as const } : {}),
    ...rest,
  };
}

/** `"13"`: one or three; `"2+"`: two and more; `"flag"`: one. nginx itself stops at seven except for `N+`. */
function range(counts: string): Pick<DirectiveSpec, "takes" | "min" | "max"> {
  if (counts === "flag") return { takes: (count) => count === 1, min: 1, max: 1 };
  if (counts.endsWith("+")) {
    const min = Number(counts[0]);
    return { takes: (count) => count >= min, min, max: Number.POSITIVE_INFINITY };
  }
  const allowed = [...counts].map(Number);
  return { takes: (count) => allowed.includes(count), min: Math.min(...allowed), max: Math.max(...allowed) };
}
