import type { DockerStack } from "./stack";

/** How many containers of a service were asked for since its stack was started, where that is not the file's number. */
const asked = new Map<string, Map<string, number>>();

const ofStack = ({ endpoint, root, apart }: Pick<DockerStack, "endpoint" | "root" | "apart">): Map<string, number> => {
  const key = [endpoint.host, root, apart?.project ?? ""].join("\n");
  const known = asked.get(key) ?? new Map<string, number>();
  asked.set(key, known);
  return known;
};

/** Compose does not write down what it was told to scale to: it is kept as long as this process lives. */
export const scaledTo = (stack: DockerStack, service: string, count: number): void => {
  ofStack(stack).set(service, count);
};

/** From now on the file's number counts again: of one service, or of all. */
export function unscaled(stack: DockerStack, service?: string): void {
  if (service === undefined) ofStack(stack).clear();
  else ofStack(stack).delete(service);
}

/** By the name of the service. */
export const scaledServices = (stack: DockerStack): ReadonlyMap<string, number> => ofStack(stack);
