import type { ComposeService } from "./composeConfig";

/** One `compose up`. */
export interface UpStep {
  readonly flags: readonly string[];
  /** All where it is empty. */
  readonly services: readonly string[];
}

/**
 * What `compose up` is told, one run after the other: a service without a health check is started, and only the others
 * are waited for.
 * @param which the services that are started; all where it is empty
 */
export function upSteps(
  services: readonly Pick<ComposeService, "name" | "oneShot" | "unchecked">[],
  which: readonly string[] = [],
): readonly UpStep[] {
  if (!services.some(({ unchecked }) => unchecked)) return [{ flags: ["--wait"], services: which }];
  const passing = new Set(services.filter(({ unchecked, oneShot }) => unchecked || oneShot).map(({ name }) => name));
  const awaited = (which.length === 0 ? services.map(({ name }) => name) : which).filter((name) => !passing.has(name));
  const start = { flags: [], services: which };
  return awaited.length === 0
    ? [start]
    : [start, { flags: ["--wait", "--no-recreate", "--no-deps"], services: awaited }];
}
