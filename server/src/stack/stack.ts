import type { GunicornConfiguration } from "../languages/gunicorn/model";
import { type Bind, readBinds } from "./bind";
import { containersOf } from "./containers";
import { missedBy } from "./missedPasses";
import type { Container, Parts, Running } from "./model";
import { located } from "./services";

/** Joins what the files say into one chain for each Gunicorn: published port → nginx → upstream → bind → WSGI target. */
export function joinStack(gunicorns: readonly GunicornConfiguration[], parts: Parts): readonly Running[] {
  const all = gunicorns.map((gunicorn) => ({
    gunicorn,
    containers: containersOf(gunicorn.command?.command, parts),
    binds: readBinds(gunicorn.settings.get("bind")?.value),
  }));
  const missed = missedBy(all, parts);
  return all.map((one) => {
    const { gunicorn, containers, binds = [] } = one;
    const inContainer = gunicorn.command?.command.inContainer === true;
    const proxies = parts.proxies.flatMap(({ passes }) =>
      passes.filter((pass) =>
        pass.servers.some(({ value }) => binds.some((bind) => leadsTo(value, bind, containers, inContainer))),
      ),
    );
    return { gunicorn, containers, proxies, missed: missed(one) };
  });
}

function leadsTo(
  { host, port = 80 }: { readonly host: string; readonly port: number | undefined },
  bind: Bind,
  containers: readonly Container[],
  inContainer: boolean,
): boolean {
  if (bind.kind === "unix") return host === `unix:${bind.socket}`;
  if (bind.kind !== "tcp" || bind.port !== port) return false;
  if (/^(127\.|localhost$|\[?::1)/.test(host)) return !inContainer;
  return containers.some(({ service }) => service?.facts.value === host || service?.facts.aliases.includes(host));
}

/** The ports of the host at which a Gunicorn can be reached by others than this machine, without a proxy before it. */
export function publishedPorts({ service }: Container, binds: readonly Bind[]) {
  if (service === undefined) return [];
  const ports = service.facts.ports.filter(
    ({ target, lastTarget, host, protocol }) =>
      protocol === "tcp" &&
      !(host !== undefined && /^(127\.|::1$|localhost$)/.test(host)) &&
      binds.some((bind) => bind.kind === "tcp" && target <= bind.port && bind.port <= lastTarget),
  );
  return ports.flatMap((port) => located(port, service, (facts) => facts.ports) ?? []);
}
