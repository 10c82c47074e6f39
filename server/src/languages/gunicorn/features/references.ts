import type { Given } from "../model";
import type { View } from "./view";

/** Every place that writes the setting at an offset. */
export function references(view: View, offset: number, everywhere: readonly Given[]): Given[] {
  const at = view.given.find(({ name, value }) => {
    const end = view.config ? name.end : Math.max(name.end, value?.end ?? 0);
    return name.start <= offset && offset <= end;
  });
  return at ? everywhere.filter(({ setting }) => setting === at.setting) : [];
}
