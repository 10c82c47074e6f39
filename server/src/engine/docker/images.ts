import type { Endpoint } from "../locate";
import type { ComposeProject, ComposeService } from "./composeConfig";
import { connect } from "./connection";

/** The name that compose gives to the image of a service: its own, else the project's and the service's. */
export const imageOf = (project: string, { name, image }: ComposeService): string => image ?? `${project}-${name}`;

/** Whether the image of each of these services is there, by service. Rejects where the engine does not answer. */
export async function builtServices(
  endpoint: Endpoint,
  project: ComposeProject,
  services: readonly ComposeService[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, boolean>> {
  const ids = await Promise.all(services.map((service) => imageId(endpoint, imageOf(project.name, service), signal)));
  return new Map(services.map(({ name }, index) => [name, ids[index] !== undefined]));
}

/** The id of the image that has a name now; undefined where none has. */
export async function imageId(endpoint: Endpoint, name: string, signal: AbortSignal): Promise<string | undefined> {
  const docker = await connect(endpoint);
  try {
    const { Id: id } = await docker.getImage(name).inspect();
    signal.throwIfAborted();
    return id;
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** Gives an image (its id) a name, which another one may have now. Rejects where the engine does not do it. */
export async function nameImage(endpoint: Endpoint, id: string, name: string): Promise<void> {
  const docker = await connect(endpoint);
  await docker.getImage(id).tag({ ...splitName(name), abortSignal: AbortSignal.timeout(10_000) });
}

/** A colon before the last slash is that of a registry's port. */
export function splitName(name: string): { readonly repo: string; readonly tag: string } {
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  return colon < 0 ? { repo: name, tag: "latest" } : { repo: name.slice(0, colon), tag: name.slice(colon + 1) };
}
