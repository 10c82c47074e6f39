import type { ComposePort, ComposeVolume } from "./facts";
import { interpolate, type Variables } from "./values";
import type { Yaml } from "./yaml";

/** The published ports in both forms; one whose numbers are not known is left out. */
export function readPorts(yaml: Yaml | undefined, variables: Variables): readonly ComposePort[] {
  return (yaml?.items ?? []).flatMap((item) => {
    const { start, end } = item;
    if (item.kind === "scalar") {
      // `${PORT}:80` publishes 80 wherever: what is not known is as if it were not said.
      const value = filled(item.text, variables, "");
      const port = readPort(value);
      return port === undefined ? [] : [{ value, start, end, ...port }];
    }
    const text = (key: string) => interpolate(item.entries.get(key)?.value.text ?? "", variables);
    const target = range(text("target") ?? "");
    if (target === undefined) return [];
    const published = range(text("published") ?? "");
    return [
      {
        value: text("target") ?? "",
        start,
        end,
        target: target[0],
        lastTarget: target[1],
        published: published?.[0],
        host: text("host_ip") || undefined,
        protocol: text("protocol") || "tcp",
      },
    ];
  });
}

/** `[HOST:][PUBLISHED:]TARGET[/PROTOCOL]`, where the host may be an IPv6 address in brackets. */
function readPort(text: string): Omit<ComposePort, "value" | "start" | "end"> | undefined {
  const [, host, published, container = "", protocol] =
    /^(?:(\[[^\]]*\]|[^:[\]]*):)?(?:([\d-]*):)?([\d-]+)(?:\/(\w+))?$/.exec(text.trim()) ?? [];
  const target = range(container);
  if (target === undefined) return undefined;
  // With one colon, what stands before it is the published port.
  const alone = published === undefined && host !== undefined && /^[\d-]*$/.test(host);
  const outside = range((alone ? host : published) ?? "");
  const address = alone ? undefined : host?.replace(/^\[|\]$/g, "");
  return {
    target: target[0],
    lastTarget: target[1],
    published: outside?.[0],
    host: address === "" ? undefined : address,
    protocol: protocol ?? "tcp",
  };
}

function range(text: string): readonly [number, number] | undefined {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text.trim()) ?? [];
  return first === undefined ? undefined : [Number(first), Number(last ?? first)];
}

/** The text with each variable filled in by itself. */
const filled = (text: string, variables: Variables, unknown: string): string =>
  interpolate(text, variables) ?? text.replace(/\$\{[^}]*\}|\$\w+/g, (part) => interpolate(part, variables) ?? unknown);

const types: readonly string[] = ["bind", "volume", "tmpfs"];
const isType = (text: string | undefined): text is "bind" | "volume" | "tmpfs" => types.includes(text ?? "");

/** `volumes` in both forms; one whose path in the container is not known is left out. */
export function readVolumes(yaml: Yaml | undefined, variables: Variables): readonly ComposeVolume[] {
  return (yaml?.items ?? []).flatMap((item): readonly ComposeVolume[] => {
    const { start, end } = item;
    if (item.kind === "scalar") {
      // A variable that is not known stands for one path: `${DATA}:/data` still names the container's.
      const value = filled(item.text, variables, "?");
      const [, windows = "", rest = ""] = /^([A-Za-z]:(?=[\\/]))?(.*)$/s.exec(value) ?? [];
      const [first = "", second, options] = rest.split(":");
      const source = second === undefined ? undefined : windows + first;
      const target = second ?? first;
      if (target === "" || target.includes("?")) return [];
      const type = source !== undefined && /^([./~\\?]|[A-Za-z]:)/.test(source) ? "bind" : "volume";
      return [{ value, start, end, type, source, target, readOnly: /(^|,)ro(,|$)/.test(options ?? "") }];
    }
    const text = (key: string) => interpolate(item.entries.get(key)?.value.text ?? "", variables);
    const target = text("target");
    if (target === undefined || target === "") return [];
    const type = text("type");
    return [
      {
        value: target,
        start,
        end,
        type: isType(type) ? type : "other",
        source: text("source") || undefined,
        target,
        readOnly: text("read_only") === "true",
      },
    ];
  });
}
