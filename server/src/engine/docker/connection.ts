import type Docker from "dockerode";
import type { Endpoint } from "../locate";
import { clientOptions } from "./ssh";

/** How long the engine may take to answer a question, in milliseconds. */
const patience = 10_000;

const connections = new Map<string, { readonly asks: Docker; readonly streams: Docker }>();

async function clientsOf(endpoint: Endpoint): Promise<{ readonly asks: Docker; readonly streams: Docker }> {
  const known = connections.get(endpoint.host);
  if (known !== undefined) return known;
  // Loading it takes 120 ms, so only who asks an engine pays.
  const { default: Client } = await import("dockerode");
  const made = {
    asks: new Client({ ...clientOptions(endpoint.address), timeout: patience }),
    streams: new Client({ ...clientOptions(endpoint.address) }),
  };
  connections.set(endpoint.host, made);
  return made;
}

/** The engine's API for questions: one that is not answered in time is given up. */
export const connect = async (endpoint: Endpoint): Promise<Docker> => (await clientsOf(endpoint)).asks;

/** The engine's API for what goes on without an end: events, stats, an attached program. */
export const connectStreams = async (endpoint: Endpoint): Promise<Docker> => (await clientsOf(endpoint)).streams;
