import type { ComposeFacts, ComposeService } from "../languages/compose/facts";
import type { DockerStage } from "../languages/dockerfile/facts";
import type { GunicornConfiguration } from "../languages/gunicorn/model";
import type { InstalledFiles } from "../languages/nginx/installed";
import type { Placed } from "../languages/placed";

/** What a file of the stack says, with its place. */
export interface Located<T> extends Placed<T> {
  readonly path: string;
}

/** A fact of one file of several. */
export interface In<T> {
  readonly path: string;
  readonly facts: T;
}

/** The parts of a project's stack as its files tell them; paths are relative to the workspace. */
export interface Parts {
  readonly compose: readonly In<ComposeFacts>[];
  readonly dockerfiles: readonly In<readonly DockerStage[]>[];
  readonly proxies: readonly NginxProxy[];
  /** Where its Nginx files are in their containers. */
  readonly installed: InstalledFiles;
}

/** One nginx: what it listens to, and where it hands requests on to. */
export interface NginxProxy {
  /** The root file of its configuration. */
  readonly path: string;
  readonly listens: readonly Located<number>[];
  readonly passes: readonly ProxyPass[];
}

/** A `proxy_pass` of nginx's http. */
export interface ProxyPass extends Located<string> {
  /** The upstream that it names; undefined where it names a host itself. */
  readonly upstream: Upstream | undefined;
  /** Where it leads: the servers of the upstream, else the host that it names. */
  readonly servers: readonly Address[];
}

/** Where an nginx hands requests on to; a socket's host is its path, with `unix:` before it. */
export type Address = Located<{ readonly host: string; readonly port: number | undefined }>;

export interface Upstream extends Located<string> {
  /** How many idle connections are kept; undefined where it is not said. */
  readonly keepalive: Located<number> | undefined;
  /** Seconds that an idle connection is kept; nginx's own 60 where it is not said. */
  readonly keepaliveTimeout: number;
  /** Where that is said. */
  readonly keepaliveTimeoutAt: Located<string> | undefined;
}

/** A service as compose makes it. */
export interface Service extends In<ComposeService> {
  /** The same of the base file, where this one is put on top of it: what is not said here is said there. */
  readonly base: In<ComposeService> | undefined;
}

/** Where a Gunicorn runs, as far as Dockerfile and compose file tell. What is not known is undefined. */
export interface Container {
  readonly service: Service | undefined;
  readonly stage: In<DockerStage> | undefined;
  /** Who it is started as: compose's `user` before the Dockerfile's. */
  readonly user: Located<string> | undefined;
  readonly readOnly: boolean;
  readonly cpus: Located<number> | undefined;
  /** Bytes. */
  readonly memory: Located<number> | undefined;
  /** Its sources are mounted from the host: it is there for development. */
  readonly development: boolean;
  /** Variables that are set, and known. */
  readonly environment: ReadonlyMap<string, string>;
  /** More is said by another compose file, which is not read. */
  readonly incomplete: boolean;
}

/** One Gunicorn with all that is around it. */
export interface Running {
  readonly gunicorn: GunicornConfiguration;
  /** Every container that the files start it in; none where it is not known to run in one. */
  readonly containers: readonly Container[];
  /** The `proxy_pass`es that lead to it. */
  readonly proxies: readonly ProxyPass[];
  /** The addresses by which proxies mean it, and at which nothing listens. */
  readonly missed: readonly Address[];
}
