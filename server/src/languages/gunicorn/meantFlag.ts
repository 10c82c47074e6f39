import { nearest } from "../nginx/diagnostics/nearest";
import { type Catalog, gunicornCatalog, type SettingSpec } from "./catalog/catalog";
import { settingOfWrongName } from "./diagnostics/wrongNames";

/** The option that is likely meant by one which a release does not have: itself, in another release, or the nearest. */
export function meantFlag(flag: string, { byFlag, settings }: Catalog): string | undefined {
  if (anyRelease(flag)) return flag;
  const name = flag.replace(/^-+/, "").replaceAll("-", "_");
  const setting = settings.get(name) ?? settings.get(settingOfWrongName(name) ?? "");
  const own = setting?.flags.find((it) => it.startsWith("--"));
  // One letter says too little to guess by.
  const long = `--${flag.replace(/^-+/, "").toLowerCase()}`;
  if (own !== undefined || long.length < 5) return own;
  return nearest(
    long,
    [...byFlag.keys()].filter((it) => it.startsWith("--")),
  );
}

/** An option in the newest release that has it. */
export function anyRelease(flag: string): SettingSpec | undefined {
  const { versions } = gunicornCatalog();
  for (const version of versions.toReversed()) {
    const spec = gunicornCatalog(version).byFlag.get(flag);
    if (spec) return spec;
  }
  return undefined;
}
