import type { Finding as AnyFinding, Span as Range } from "../../../findings";
import type { DirectiveSpec } from "../catalog/catalog";
import type { ContextName } from "../contexts";
import type { Directive, NginxTree, Word } from "../tree";
import type { Code } from "./codes";
import type { Memory, Recording } from "./memory";

/** One file of a configuration. */
export interface Source {
  /** However the caller names its files: a path or a URI. */
  readonly path: string;
  readonly tree: NginxTree;
  /** Of a link that leads to nothing: the path that it leads to. */
  readonly leadsTo?: string;
}

export type { Fix, Span as Range } from "../../../findings";

export type Finding = AnyFinding<Code>;

/** What lies around a configuration: other files, hosts, versions. All of it may be unknown. */
export interface Environment {
  /** The files that an `include` or a path names, read from the one that says so; undefined where that cannot be known. */
  readonly include?: (pattern: string, from: Source) => readonly Source[] | undefined;
  /** The nginx release that is judged for, such as `1.26.3`; the newest one that the catalog knows where it is not said. */
  readonly version?: string;
  /** Names that resolve where nginx will run (services of the stack); undefined where that is not known. */
  readonly hosts?: ReadonlySet<string>;
  /** The services of the stack that nginx is a part of, with the ports that they are known to listen at. */
  readonly services?: {
    readonly ports: ReadonlyMap<string, readonly number[]>;
    /** Names of nginx itself among them. */
    readonly own?: ReadonlySet<string>;
    /** No other bare name resolves there. */
    readonly closed: boolean;
    /** The others, with their ports, where nginx runs in a container of its own: none is at its loopback address. */
    readonly apart?: ReadonlyMap<string, readonly number[]>;
  };
  /** Nginx is an official image as it is: it has the modules of nginx itself and no others. */
  readonly stock?: true;
  /** Ports of nginx itself that the stack publishes. */
  readonly listened?: readonly number[];
  /** Directives that the user has told of. */
  readonly extra?: ReadonlySet<string>;
}

/** What a name is a name of. */
export type NameKind = "upstream" | "variable" | "zone" | "location" | "log_format" | "thread_pool";

export interface NameUse extends Range {
  readonly kind: NameKind;
  readonly name: string;
  /** Which of nginx's worlds it belongs to: an upstream of `stream` is none of `http`. */
  readonly family: string;
  readonly path: string;
  readonly directive: Directive;
}

/** A block while it is being checked. */
export interface Scope {
  readonly context: ContextName;
  readonly bit: number;
  readonly opener: Directive | undefined;
  /** The file that it is opened in. */
  readonly path: string;
  /** Another one when the block is taken over into a later reading of its configuration. */
  up: Scope | undefined;
  /** What stands here once already, by keys that the checks choose. */
  readonly seen: Map<string, Directive>;
  /** The last of all directives here that are asked for when all is read (`askedFor` in scopes.ts). */
  last: Noted | undefined;
  /** The location that this block is, or is an `if` or `limit_except` of. */
  readonly location: LocationFact | undefined;
  /** The names of a server, once they have been asked for. */
  names: readonly ServerName[] | undefined;
}

/** A directive and the file that it stands in. */
export interface Placed {
  readonly directive: Directive;
  readonly path: string;
}

/** One of a chain of directives: lists by name for each block would cost more than all else that is noted of it. */
export interface Noted extends Placed {
  readonly before: Noted | undefined;
}

/** A name of a server, and the word that says it: `listen` itself where the server has no name. */
export interface ServerName {
  readonly name: string;
  readonly word: Word;
  readonly path: string;
}

export interface LocationFact {
  readonly kind: "exact" | "prefix" | "no-regex" | "regex" | "named" | "noname";
  readonly name: string;
}

/** All that is known of a configuration while it is read, in nginx's own order, includes at their place. */
export interface Config {
  readonly environment: Environment;
  readonly findings: Finding[];
  readonly definitions: NameUse[];
  /** The same by kind, family and name, see `definitionsOf`: no key has to be put together to look one up. */
  readonly index: Map<NameKind, Map<string, Map<string, NameUse[]>>>;
  /** Uses that must have a definition somewhere; `soft` ones need not. */
  readonly uses: (NameUse & { readonly soft: boolean })[];
  readonly listens: ListenFact[];
  /** Where requests go to a loopback address at which neither this nginx nor a service is known to listen. */
  readonly loopbacks: Loopback[];
  /** What can be judged only when all of it is read. */
  readonly later: Later[];
  /** The blocks of its servers, of which as much is asked then. */
  readonly servers: Scope[];
  /** Names of directives that are asked for then, of all that are here and maybe of some that were here before. */
  readonly named: Set<string>;
  /** What each socket has already: its last `listen`, that with socket options, that of the default server. */
  readonly addresses: Readonly<Record<"any" | "options" | "default", Map<string, ListenFact>>>;
  readonly blocks: Map<string, Directive>;
  /** In which context the directives of each file stand, by path: that of its first inclusion. */
  readonly contexts: Map<string, string>;
  /** The files that were read this time; not those whose block was taken over as it was. */
  readonly sources: Map<string, NginxTree>;
  /** What is remembered from one reading to the next, and the blocks that are being judged for it, outermost first. */
  readonly memory: Memory | undefined;
  readonly recordings: Recording[];
  /** Only the first thing that nginx would not take is asked for: nothing is read that stands past it. */
  readonly first: FirstRefused | undefined;
  /** A directive sizes the buffers of a proxy: they must fit each other. */
  buffers: boolean;
  /** Why names may be defined where we cannot see it: an include that is not here, a module that we do not know. */
  incomplete: boolean;
  /** Some module is loaded. */
  loadsModules: boolean;
  /** A module is loaded whose directives are not in the catalog. */
  foreignModules: boolean;
}

export interface Loopback {
  readonly path: string;
  /** `localhost` */
  readonly name: string;
  readonly host: Range;
  /** `localhost:5000` */
  readonly address: Range;
  readonly port: number;
}

export interface ListenFact {
  readonly family: string;
  readonly address: string;
  /** Family, address and kind of what it opens: the same for all that share it. */
  readonly socket: string;
  readonly server: Directive | undefined;
  readonly word: Word;
  readonly path: string;
  readonly isDefault: boolean;
  readonly setsOptions: boolean;
  readonly datagram: boolean;
  readonly tls: boolean;
  /** The server's block, for what stands in it. */
  readonly scope: Scope;
}

export interface FirstRefused {
  /** Of so many findings it is known whether one is the first so far. */
  seen: number;
  range: Range | undefined;
  stopped: boolean;
}

/** A question about a block that only the whole configuration answers. */
export interface Later {
  /** True whatever else there may be in files that are not here: it is asked of a fragment, too. */
  readonly sure: boolean;
  /** Given the configuration, not keeping it: the question outlives one reading. */
  judge(config: Config): void;
}

/** What a check of one directive is given. */
export interface Checking {
  readonly config: Config;
  readonly scope: Scope;
  readonly source: Source;
  readonly directive: Directive;
  readonly spec: DirectiveSpec;
  readonly family: string;
  report(code: Code, at: Range, message: string, more?: Partial<Pick<Finding, "related" | "fixes" | "severity">>): void;
}

export type Check = (checking: Checking) => void;
