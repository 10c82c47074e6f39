import type { ServiceStatus, StackStatus } from "./engine";

/** Where something of a stack answers a browser. */
export interface StackUrl {
  readonly url: string;
  readonly service: string;
}

/** Every address of a stack, each once: first where requests come in (nginx, else the app itself), then all else that is published. */
export function stackUrls({ services }: Pick<StackStatus, "services">): readonly StackUrl[] {
  const byRank = [...services].sort((one, other) => rank(one) - rank(other));
  const all = byRank.flatMap(({ name, urls }) => urls.map((url) => [url, { url, service: name }] as const));
  return [...new Map(all.reverse()).values()].reverse();
}

/** How likely a service is the one that requests come in at. */
function rank({ server, sources = [] }: ServiceStatus): number {
  if (server !== undefined) return server === "nginx" ? 0 : 1;
  // What has something of the project in it is rather the app than what comes as it is.
  return sources.length > 0 ? 2 : 3;
}

/** The address that is the site's, where that is sure: the only one of the services that are the likeliest. */
export function siteUrl({ services }: Pick<StackStatus, "services">): string | undefined {
  const open = services.filter(({ urls }) => urls.length > 0);
  const best = Math.min(...open.map(rank));
  const [only, ...more] = new Set(open.filter((one) => rank(one) === best).flatMap(({ urls }) => urls));
  return more.length === 0 ? only : undefined;
}

/**
 * Ports in a container at which no browser is answered: those that other protocols are known by. A stack's own programs
 * may listen anywhere; what else is published is taken for a page unless its port says otherwise.
 */
export const otherProtocols: ReadonlySet<number> = new Set([
  ...[21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 636, 873, 993, 995, 1025, 2525],
  // Databases and caches.
  ...[
    1433, 1521, 3306, 3307, 5432, 5433, 6379, 6380, 6432, 7000, 9042, 11211, 26379, 27017, 27018, 27019, 33060, 50000,
  ],
  // Brokers and queues.
  ...[1883, 2181, 4222, 4369, 5671, 5672, 6650, 8883, 9092, 9093, 9094, 9300, 25672, 61613, 61616],
  // debugpy, the engine itself, gRPC.
  ...[2375, 2376, 5678, 50051],
]);
