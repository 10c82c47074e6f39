import type { Placed } from "../placed";
import { entriesKey, rememberedByText } from "../remembered";
import type { ComposeBuild, ComposeFacts, ComposeService, ComposeVariable } from "./facts";
import { readPorts, readVolumes } from "./mounts";
import { interpolate, readBytes, readNumber, type Variables } from "./values";
import { readYaml, type Yaml } from "./yaml";

/**
 * Reads a compose file: `compose.yaml`, `docker-compose.yml`, a file for `docker stack deploy`.
 * @param variables what compose would fill in: `.env` beside the file; defaults (`${A:-b}`) are taken without
 */
export const readCompose: (text: string, variables?: Variables) => ComposeFacts = rememberedByText(read, entriesKey);

function read(text: string, variables: Variables = new Map()): ComposeFacts {
  const root = readYaml(text);
  const written = root?.entries.get("services")?.value.entries ?? new Map<string, never>();
  const services: ComposeService[] = [];
  for (const [name, { key, value }] of written) {
    const seen = new Set([name]);
    services.push(readService(name, key, extended(value, written, seen), variables));
  }
  return {
    name: root && said(root, "name", variables),
    services,
    incomplete: root?.entries.has("include") === true || services.some((service) => service.incomplete),
  };
}

interface Whole {
  readonly yaml: Yaml;
  /** It extends a service that is not in this file. */
  readonly incomplete: boolean;
}

/** A service with what it takes from another one of the file; lists are not joined, which no rule needs. */
function extended(yaml: Yaml, all: ReadonlyMap<string, { readonly value: Yaml }>, seen: Set<string>): Whole {
  const from = yaml.entries.get("extends")?.value;
  if (from === undefined) return { yaml, incomplete: false };
  const name = from.kind === "scalar" ? from.text : (from.entries.get("service")?.value.text ?? "");
  const other = from.entries.has("file") || seen.has(name) ? undefined : all.get(name)?.value;
  if (other === undefined) return { yaml, incomplete: true };
  seen.add(name);
  const base = extended(other, all, seen);
  return { yaml: { ...yaml, entries: new Map([...base.yaml.entries, ...yaml.entries]) }, incomplete: base.incomplete };
}

function readService(
  name: string,
  key: { readonly start: number; readonly end: number },
  { yaml, incomplete }: Whole,
  variables: Variables,
): ComposeService {
  const at = (...path: string[]): Yaml | undefined =>
    path.reduce<Yaml | undefined>((node, step) => node?.entries.get(step)?.value, yaml);
  const text = (...path: string[]) => scalar(at(...path), variables);
  const quota = number(text("cpu_quota"));
  const period = number(text("cpu_period"))?.value ?? 100_000;
  const readOnly = text("read_only");
  const networkMode = text("network_mode");
  return {
    value: name,
    start: key.start,
    end: key.end,
    aliases: [
      ...[text("container_name"), text("hostname")].flatMap((it) => it?.value ?? []),
      ...[...(at("networks")?.entries.values() ?? [])].flatMap(({ value }) =>
        list(value.entries.get("aliases")?.value, variables).map((alias) => alias.value),
      ),
    ],
    image: text("image"),
    build: readBuild(at("build"), variables),
    command: words(at("command"), variables),
    entrypoint: words(at("entrypoint"), variables),
    environment: readEnvironment(at("environment"), variables),
    envFiles: envFiles(at("env_file"), variables),
    ports: readPorts(at("ports"), variables),
    expose: list(at("expose"), variables).flatMap((it) => number(it) ?? []),
    cpus:
      number(text("deploy", "resources", "limits", "cpus")) ??
      number(text("cpus")) ??
      (quota && quota.value > 0 ? { ...quota, value: quota.value / period } : undefined),
    memory: bytes(text("deploy", "resources", "limits", "memory")) ?? bytes(text("mem_limit")),
    readOnly: readOnly && { ...readOnly, value: /^(true|yes|on)$/i.test(readOnly.value) },
    tmpfs: [
      ...list(at("tmpfs"), variables).map((it) => ({ ...it, value: it.value.replace(/:.*$/, "") })),
      ...readVolumes(at("volumes"), variables).flatMap((it) =>
        it.type === "tmpfs" ? [{ start: it.start, end: it.end, value: it.target }] : [],
      ),
    ],
    volumes: readVolumes(at("volumes"), variables),
    user: text("user"),
    workingDirectory: text("working_dir"),
    networks: networkMode === undefined ? networksOf(at("networks"), variables) : [],
    networkMode,
    sysctls: pairs(at("sysctls"), variables),
    capabilities: { add: capabilities(at("cap_add"), variables), drop: capabilities(at("cap_drop"), variables) },
    profiles: list(at("profiles"), variables).map(({ value }) => value),
    incomplete: incomplete || at("configs") !== undefined || at("volumes_from") !== undefined,
  };
}

function readBuild(build: Yaml | undefined, variables: Variables): ComposeBuild | undefined {
  if (build === undefined || build.kind === "null") return undefined;
  const text = (key: string) => scalar(build.entries.get(key)?.value, variables)?.value;
  if (build.kind === "scalar") {
    const context = scalar(build, variables)?.value;
    return context === undefined
      ? undefined
      : { context, dockerfile: "Dockerfile", target: undefined, arguments: new Map() };
  }
  const inline = build.entries.has("dockerfile_inline");
  return {
    context: text("context") ?? ".",
    dockerfile: inline ? undefined : (text("dockerfile") ?? "Dockerfile"),
    target: text("target"),
    arguments: pairs(build.entries.get("args")?.value, variables),
  };
}

function readEnvironment(yaml: Yaml | undefined, variables: Variables): readonly ComposeVariable[] {
  if (yaml?.kind === "map") {
    return [...yaml.entries].map(([name, { value }]) => ({
      name,
      start: value.start,
      end: value.end,
      value: value.kind === "scalar" ? interpolate(value.text, variables) : undefined,
    }));
  }
  return (yaml?.items ?? []).flatMap(({ kind, text, start, end }) => {
    if (kind !== "scalar") return [];
    const equals = text.indexOf("=");
    if (equals < 0) return [{ name: text, start, end, value: undefined }];
    return [{ name: text.slice(0, equals), start, end, value: interpolate(text.slice(equals + 1), variables) }];
  });
}

function envFiles(yaml: Yaml | undefined, variables: Variables): readonly Placed<string>[] {
  if (yaml?.kind === "scalar") return [scalar(yaml, variables) ?? []].flat();
  return (yaml?.items ?? []).flatMap(
    (item) => scalar(item.kind === "map" ? item.entries.get("path")?.value : item, variables) ?? [],
  );
}

function networksOf(yaml: Yaml | undefined, variables: Variables): readonly string[] {
  if (yaml?.kind === "map") return [...yaml.entries.keys()];
  const named = list(yaml, variables).map(({ value }) => value);
  return named.length > 0 ? named : ["default"];
}

/** The words of the list form, or the text; null where the key is there and empty, which takes away the image's own. */
function words(yaml: Yaml | undefined, variables: Variables): ComposeService["command"] {
  if (yaml === undefined) return undefined;
  const { start, end } = yaml;
  if (yaml.kind === "scalar") return scalar(yaml, variables) ?? { start, end, value: yaml.text };
  if (yaml.kind === "list") {
    return { start, end, value: yaml.items.map((item) => interpolate(item.text, variables) ?? item.text) };
  }
  return { start, end, value: null };
}

const capabilities = (yaml: Yaml | undefined, variables: Variables): readonly string[] =>
  list(yaml, variables).map(({ value }) => value.toUpperCase().replace(/^CAP_/, ""));

/** `KEY: value` or `- KEY=value`; those that are not known are left out. */
function pairs(yaml: Yaml | undefined, variables: Variables): ReadonlyMap<string, string> {
  return new Map(
    readEnvironment(yaml, variables).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
}

const said = (yaml: Yaml, key: string, variables: Variables) => scalar(yaml.entries.get(key)?.value, variables);

function scalar(yaml: Yaml | undefined, variables: Variables): Placed<string> | undefined {
  if (yaml?.kind !== "scalar") return undefined;
  const value = interpolate(yaml.text, variables);
  return value === undefined ? undefined : { value, start: yaml.start, end: yaml.end };
}

function list(yaml: Yaml | undefined, variables: Variables): readonly Placed<string>[] {
  return (yaml?.kind === "list" ? yaml.items : yaml ? [yaml] : []).flatMap((item) => scalar(item, variables) ?? []);
}

function number(text: Placed<string> | undefined): Placed<number> | undefined {
  const value = text && readNumber(text.value);
  return text && value !== undefined ? { ...text, value } : undefined;
}

function bytes(text: Placed<string> | undefined): Placed<number> | undefined {
  const value = text && readBytes(text.value);
  return text && value !== undefined && value > 0 ? { ...text, value } : undefined;
}
