import * as l10n from "@vscode/l10n";
import type { GunicornConfiguration } from "../languages/gunicorn/model";
import type { Container } from "../stack/model";
import { nameOf } from "../workspace/paths";

/** Which of the Gunicorns that share a place is meant, for a message: what starts it. */
interface Started {
  readonly gunicorn: GunicornConfiguration;
  readonly containers: readonly Container[];
}

/** Whether it is started to serve, and not for someone who develops it. */
export function isDeployed({ gunicorn: { command }, containers }: Started): boolean {
  if (command === undefined) return false;
  const { inContainer, place } = command.command;
  if (inContainer) return !(containers.length > 0 && containers.every(({ development }) => development));
  return place === "procfile" || place === "systemd" || place === "supervisor";
}

/** What starts it: a service of a compose file, a process of a Procfile, a file. */
function deploymentOf({ gunicorn: { command }, containers }: Started): string {
  const [service] = containers.flatMap((container) => container.service ?? []);
  if (service !== undefined) return l10n.t('the service "{0}" of {1}', service.facts.value, service.path);
  const { path = "", service: name } = command?.command ?? {};
  return name === undefined || name === nameOf(path) ? path : `${path} (${name})`;
}

/** Says of a place that several share for which of them it is wrong. */
export function onlyFor(message: string, started: readonly Started[]): string {
  const names = [...new Set(started.map(deploymentOf))];
  return l10n.t("{0} This is so where {1} starts Gunicorn.", message, names.join(", "));
}
