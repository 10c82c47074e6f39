import type { Node } from "../../../client/src/stack/model/node";
import type { StackView } from "../../../client/src/stack/model/view";
import type { ContainerStatus, Health, ServiceStatus, State } from "../../../server/src/engine/engine";

export const container = (
  id: string,
  state: State,
  health: Health,
  ports: readonly string[] = [],
): ContainerStatus => ({
  id,
  state,
  health,
  ports,
});

export const service = (
  name: string,
  state: State,
  health: Health = "none",
  { ports = [], urls = [] }: { ports?: readonly string[]; urls?: readonly string[] } = {},
): ServiceStatus => ({
  name,
  state,
  health,
  containers: state === "absent" ? [] : [container(`${name}-1-0123456789abcdef`, state, health, ports)],
  urls,
});

export const ended = (name: string, how: Partial<ContainerStatus>): ServiceStatus => ({
  ...service(name, "exited"),
  containers: [{ ...container(`${name}-1-0123456789abcdef`, "exited", "none"), ...how }],
});

export const view = (...services: ServiceStatus[]): StackView => ({
  folder: "file:///shop",
  name: "shop",
  status: { project: "shop", engine: "docker", services },
});

/** The tree as text: a line a node, indented. */
export const draw = (nodes: readonly Node[], indent = ""): string =>
  nodes
    .map(({ icon, label, description, context, children }) =>
      [
        `${indent}${icon} ${label} | ${description} | ${context}`,
        ...(children.length > 0 ? [draw(children, `${indent}  `)] : []),
      ].join("\n"),
    )
    .join("\n");
