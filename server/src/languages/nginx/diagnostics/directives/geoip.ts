import * as l10n from "@vscode/l10n";
import { isCidr } from "../../address";
import { parseTime } from "../../values";
import { invalidParameter, invalidValue } from "../generic";
import type { Check } from "../model";
import { complexValue, define } from "../names";
import { strayBits } from "../strayAddressBits";

/** `geoip2 FILE { $country_code source=$remote_addr country iso_code; }`: each entry makes the variable that it begins with. */
const geoip2: Check = (checking) => {
  const { directive, scope, report } = checking;
  const file = directive.args[0];
  const key = `geoip2 ${file?.value}`;
  if (file && scope.seen.has(key))
    report("nginx-duplicate-definition", file, l10n.t("This database is opened here already."));
  scope.seen.set(key, directive);
  for (const item of directive.block?.items ?? []) {
    if (item.kind === "directive") entry({ ...checking, directive: item });
  }
};

const entry: Check = (checking) => {
  const { name, args } = checking.directive;
  if (name.value === "auto_reload") {
    const time = args[0];
    if (args.length !== 1)
      checking.report(
        "nginx-argument-count",
        name,
        l10n.t('"{0}" takes one argument, but has {1}.', name.value, args.length),
      );
    else if (time && parseTime(time.value, "sec") === undefined)
      invalidValue(checking, time, l10n.t("it must be a time in whole seconds such as 30s, 10m or 1d"));
    return;
  }
  if (!/^\$\w+$/.test(name.value)) {
    return checking.report("nginx-unknown-directive", name, l10n.t('Unknown directive "{0}".', name.value));
  }
  define(checking, "variable", name.value.slice(1).toLowerCase(), name);
  for (const word of args) {
    const [, option, value] = word.value.match(/^(\w+)=(.*)$/s) ?? [];
    // What follows is the way through the database.
    if (option === undefined) return;
    if (option === "default") continue;
    if (option !== "source") return invalidParameter(checking, word, ["default=", "source="]);
    if (!value?.startsWith("$")) return invalidParameter(checking, word);
    complexValue(checking, word);
  }
};

/** Whose word on the client's address is taken. */
const trusted: Check = (checking) => {
  const word = checking.directive.args[0];
  if (!word) return;
  if (isCidr(word.value)) strayBits(checking, word);
  else invalidValue(checking, word, l10n.t("it must be an address or a network"));
};

/** A database, and whether its names are UTF-8. */
const database: Check = (checking) => {
  const charset = checking.directive.args[1];
  if (charset && charset.value !== "utf8") invalidParameter(checking, charset, ["utf8"]);
};

/** Both modules that tell where an address is. */
export const places: Readonly<Record<string, Check>> = {
  http_geoip2: geoip2,
  stream_geoip2: geoip2,
  http_geoip2_proxy: trusted,
  http_geoip_proxy: trusted,
  ...Object.fromEntries(
    ["http", "stream"].flatMap((family) =>
      ["country", "org", "city"].map((kind) => [`${family}_geoip_${kind}`, database]),
    ),
  ),
};
