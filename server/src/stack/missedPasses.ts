import { ancestors, parentOf } from "../workspace/paths";
import type { Bind } from "./bind";
import type { Address, Parts, Running, Service } from "./model";
import { allServices } from "./services";

/** A Gunicorn with the addresses that it is known to listen at; undefined where they are not known. */
export type Listening = Pick<Running, "gunicorn" | "containers"> & { readonly binds: readonly Bind[] | undefined };

/**
 * The addresses by which proxies mean a Gunicorn, and at which nothing listens. Nothing is said of a host that may be
 * someone else's, or that runs more than is known.
 */
export function missedBy(all: readonly Listening[], parts: Parts): (one: Listening) => readonly Address[] {
  const passes = parts.proxies.flatMap((proxy) => proxy.passes);
  if (passes.length === 0) return () => [];
  const services = allServices(parts.compose);
  const local = localAddress(all, parts);
  return (one) => {
    if (one.binds === undefined || mayChange(one)) return [];
    if (one === local?.by) return [local.address];
    const [service] = one.containers.flatMap((container) => container.service ?? []);
    if (service === undefined || one.containers.length > 1) return [];
    const servers = passes.flatMap((pass) => pass.servers);
    return unique(
      servers.filter(({ path, value }) => {
        const meant = servicesOf(value.host, path, services);
        if (!meant.some((it) => it.path === service.path && it.facts.value === service.facts.value)) return false;
        // What else is started under that name may listen there.
        const known = meant.map((it) => bindsOf(it, all));
        return known.every((binds) => binds !== undefined && !binds.some((bind) => isAt(bind, value.port ?? 80)));
      }),
    );
  };
}

const isAt = (bind: Bind, port: number): boolean => bind.kind === "fd" || (bind.kind === "tcp" && bind.port === port);

/** All that the Gunicorns of a service listen at; undefined where something else is started there. */
function bindsOf(service: Service, all: readonly Listening[]): readonly Bind[] | undefined {
  const own = all.filter(({ containers }) =>
    containers.some((it) => it.service?.path === service.path && it.service.facts.value === service.facts.value),
  );
  if (own.length === 0 || service.facts.incomplete || service.facts.networkMode !== undefined) return undefined;
  const known = own.map(({ binds }) => binds);
  return known.every((binds) => binds !== undefined) ? known.flat() : undefined;
}

/** The services that a name means to an nginx: those of the compose files nearest to its own file. */
function servicesOf(host: string, path: string, services: readonly Service[]): readonly Service[] {
  const named = services.filter(({ facts }) => facts.value === host || facts.aliases.includes(host));
  const folders = new Set(named.map((service) => parentOf(service.path)));
  const home = ancestors(parentOf(path)).find((folder) => folders.has(folder));
  if (home === undefined && folders.size > 1) return [];
  return named.filter((service) => home === undefined || parentOf(service.path) === home);
}

/** `PORT` and other variables may come from where this cannot be seen. */
function mayChange({ gunicorn, containers }: Listening): boolean {
  const bind = gunicorn.settings.get("bind");
  if (bind === undefined || bind.given?.conditional || bind.overridden.some(({ conditional }) => conditional))
    return true;
  const variables = bind.origin === "default" ? ["PORT"] : (bind.given?.evaluated.variables ?? []);
  return variables.some((name) =>
    containers.some(
      ({ service, environment, incomplete }) =>
        incomplete ||
        (!environment.has(name) &&
          ((service?.facts.envFiles.length ?? 0) > 0 || service?.facts.environment.some((it) => it.name === name))),
    ),
  );
}

/**
 * Of one server of this machine, started by systemd or a supervisor, and one nginx that hands on to one address of this
 * machine alone, the one is meant for the other.
 */
function localAddress(
  all: readonly Listening[],
  parts: Parts,
): { readonly by: Listening; readonly address: Address } | undefined {
  const here = all.filter(({ gunicorn: { command } }) => command !== undefined && !command.command.inContainer);
  const [by, ...others] = here.filter(
    ({ gunicorn: { command, settings } }) =>
      /^(systemd|supervisor)$/.test(command?.command.place ?? "") && settings.get("bind")?.origin !== "default",
  );
  if (by?.binds === undefined || others.length > 0 || by.containers.length > 0) return undefined;
  const servers = parts.proxies.flatMap(({ passes }) => passes.flatMap((pass) => pass.servers));
  const local = servers.filter(({ value: { host } }) => /^(unix:|127\.|localhost$|\[?::1)/.test(host));
  const texts = new Set(local.map(({ value }) => `${value.host}:${value.port}`));
  const [address] = local;
  if (address === undefined || texts.size !== 1 || local.length !== servers.length) return undefined;
  const listens = here.some(({ binds }) => binds === undefined || binds.some((bind) => isLocally(bind, address.value)));
  return listens ? undefined : { by, address };
}

function isLocally(bind: Bind, { host, port = 80 }: Address["value"]): boolean {
  if (bind.kind === "unix") return host === `unix:${bind.socket}`;
  return isAt(bind, port) && !host.startsWith("unix:");
}

const unique = (addresses: readonly Address[]): readonly Address[] => [
  ...new Map(addresses.map((it) => [`${it.path}:${it.start}`, it])).values(),
];
