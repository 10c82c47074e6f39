import type { Check } from "../model";
import { accessPractice, endOfAccess } from "./access";
import { headersPractice } from "./headers";
import { endOfLocation, locationPractice } from "./locations";
import { mistakenPractice } from "./mistaken";
import { endOfProxied, proxyPractice } from "./proxied";
import { splittingPractice } from "./splitting";

/** What nginx takes and what goes wrong while it runs, by the directives that are looked at. */
export const practices: Readonly<Record<string, readonly Check[]>> = merged([
  accessPractice,
  headersPractice,
  locationPractice,
  mistakenPractice,
  proxyPractice,
  splittingPractice,
]);

/** The same at the end of the block of a directive. */
export const practicesAfter: Readonly<Record<string, readonly Check[]>> = {
  location: [endOfLocation, endOfAccess, endOfProxied],
  if: [endOfProxied],
  limit_except: [endOfProxied],
  server: [endOfAccess],
};

function merged(groups: readonly Readonly<Record<string, Check>>[]): Record<string, Check[]> {
  const all: Record<string, Check[]> = {};
  for (const group of groups) {
    for (const [name, check] of Object.entries(group)) all[name] = [...(all[name] ?? []), check];
  }
  return all;
}
