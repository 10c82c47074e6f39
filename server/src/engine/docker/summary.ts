import type { ContainerStatus, Health, State } from "../engine";

/** What a service of several containers is, is what most needs a look. */
export const states: readonly State[] = ["restarting", "dead", "exited", "paused", "created", "starting", "running"];
const healths: readonly Health[] = ["unhealthy", "starting", "healthy"];

/** What a service is, from what its containers are. */
export const summary = (containers: readonly Pick<ContainerStatus, "state" | "health">[]) => ({
  state:
    first(
      states,
      containers.map(({ state }) => state),
    ) ?? "absent",
  health:
    first(
      healths,
      containers.map(({ health }) => health),
    ) ?? "none",
});

const first = <T>(order: readonly T[], found: readonly T[]): T | undefined => order.find((one) => found.includes(one));
