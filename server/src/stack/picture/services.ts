import type { PictureFact } from "../../protocol";
import type { Service } from "../model";
import { located } from "../services";
import type { MakeFact } from "./place";

/** What a service publishes: `127.0.0.1:8080 → 8080`. */
export function portFacts(service: Service, fact: MakeFact): readonly PictureFact[] {
  return service.facts.ports.flatMap((port) => {
    const at = located(port, service, (facts) => facts.ports);
    if (at === undefined) return [];
    const host = port.host === undefined ? "" : `${port.host}:`;
    return fact({ ...at, name: "ports", value: `${host}${port.published ?? "*"} → ${port.target}` });
  });
}

/** What a database or another helper of the app is made of. */
export function serviceFacts(service: Service, fact: MakeFact): readonly PictureFact[] {
  const { facts } = service;
  const image = located(facts.image, service, (each) => each.image);
  const named = facts.volumes.filter(({ type }) => type === "volume" || type === "bind");
  return [
    ...(image ? [fact({ ...image, name: "image" })] : []),
    ...(facts.command ? [commandFact(service, fact)].flatMap((each) => each ?? []) : []),
    ...named.flatMap((volume) => {
      const at = located(volume, service, (each) => each.volumes);
      return at ? [fact({ ...at, name: "volumes", value: `${volume.source ?? ""} → ${volume.target}` })] : [];
    }),
    ...portFacts(service, fact),
    ...limitFacts(service, fact),
  ];
}

/** What a container of the service may use. */
export function limitFacts(service: Service, fact: MakeFact): readonly PictureFact[] {
  const cpus = located(service.facts.cpus, service, (facts) => facts.cpus);
  const memory = located(service.facts.memory, service, (facts) => facts.memory);
  return [
    ...(cpus ? [fact({ ...cpus, name: "cpus", value: String(cpus.value) })] : []),
    ...(memory ? [fact({ ...memory, name: "memory", value: `${Math.round(memory.value / 2 ** 20)} MiB` })] : []),
  ];
}

function commandFact(service: Service, fact: MakeFact): PictureFact | undefined {
  const command = located(service.facts.command, service, (facts) => facts.command);
  if (command === undefined || command.value === null) return undefined;
  const value = typeof command.value === "string" ? command.value : command.value.join(" ");
  return fact({ ...command, name: "command", value });
}
