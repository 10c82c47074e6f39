import type { Check } from "../model";
import { caches } from "./caches";
import { core } from "./core";
import { limits } from "./limits";
import { listens } from "./listen";
import { locations } from "./location";
import { logs } from "./logs";
import { makers } from "./makers";
import { proxies } from "./proxy";
import { rewrites } from "./rewrite";
import { servers } from "./server";
import { tls } from "./ssl";
import { upstreamEnds, upstreams } from "./upstream";

/** The checks of all directives that nginx reads by functions of their own, by the names of those functions. */
export const checks: Readonly<Record<string, Check>> = {
  ...core,
  ...locations,
  ...listens,
  ...rewrites,
  ...upstreams,
  ...proxies,
  ...caches,
  ...limits,
  ...logs,
  ...makers,
  ...servers,
  ...tls,
};

/** The same for what can be judged only at the end of a block. */
export const afterBlock: Readonly<Record<string, Check>> = { ...upstreamEnds };
