import type { Check } from "../model";
import { balancing } from "./balancing";
import { caches } from "./caches";
import { core } from "./core";
import { files } from "./files";
import { places } from "./geoip";
import { hosts } from "./hostNames";
import { limits } from "./limits";
import { listens } from "./listen";
import { locations } from "./location";
import { logs } from "./logs";
import { makers } from "./makers";
import { nchan } from "./nchan";
import { proxies } from "./proxy";
import { rewrites } from "./rewrite";
import { rtmp } from "./rtmp";
import { servers } from "./server";
import { serverEnds } from "./serverEnds";
import { tls } from "./ssl";
import { upstreamEnds, upstreams } from "./upstream";

/** The checks of all directives that nginx reads by functions of their own, by the names of those functions. */
export const checks: Readonly<Record<string, Check>> = {
  ...core,
  ...hosts,
  ...locations,
  ...listens,
  ...rewrites,
  ...upstreams,
  ...balancing,
  ...proxies,
  ...caches,
  ...limits,
  ...logs,
  ...makers,
  ...places,
  ...servers,
  ...files,
  ...tls,
  ...nchan,
  ...rtmp,
};

/** The same for what can be judged only at the end of a block. */
export const afterBlock: Readonly<Record<string, Check>> = { ...upstreamEnds, ...serverEnds };
