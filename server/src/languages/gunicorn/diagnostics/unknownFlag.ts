import * as l10n from "@vscode/l10n";
import { type Catalog, gunicornCatalog } from "../catalog/catalog";
import { meantFlag } from "../meantFlag";
import { isPartOfAddress } from "./wrongNames";

/** What to say of an option that a release does not have, and what may have been meant. */
export function noSuchFlag(flag: string, catalog: Catalog): { readonly message: string; readonly instead?: string } {
  const { release } = catalog;
  const elsewhere = otherReleases(flag, catalog);
  if (elsewhere?.since !== undefined)
    return {
      message: l10n.t('"{0}" came with Gunicorn {1}, and the project has {2}.', flag, elsewhere.since, release),
    };
  if (elsewhere?.until !== undefined)
    return {
      message: l10n.t('"{0}" is gone since Gunicorn {1}, and the project has {2}.', flag, elsewhere.until, release),
    };
  if (isPartOfAddress(flag.replace(/^-+/, "")))
    return { message: l10n.t('Gunicorn {0} has no option "{1}": write "--bind HOST:PORT".', release, flag) };
  const setting = catalog.settings.get(flag.replace(/^-+/, "").replaceAll("-", "_"));
  if (setting?.flags.length === 0)
    return { message: l10n.t('"{0}" is no option: set "{1}" in the config file.', flag, setting.name) };
  const instead = meantFlag(flag, catalog);
  if (instead === undefined) return { message: l10n.t('Gunicorn {0} has no option "{1}": remove it.', release, flag) };
  return { message: l10n.t('Gunicorn {0} has no option "{1}": did you mean "{2}"?', release, flag, instead), instead };
}

interface Elsewhere {
  readonly since?: string;
  readonly until?: string;
}

/** Whether a later or an earlier release has the option, in full. */
function otherReleases(flag: string, { release, versions }: Catalog): Elsewhere | undefined {
  const own = versions.findIndex((version) => gunicornCatalog(version).release === release);
  const since = versions.find((version, i) => i > own && gunicornCatalog(version).byFlag.has(flag));
  if (since !== undefined) return { since };
  const last = versions.findLastIndex((version, i) => i < own && gunicornCatalog(version).byFlag.has(flag));
  return last === -1 ? undefined : { until: versions[last + 1] ?? "" };
}
