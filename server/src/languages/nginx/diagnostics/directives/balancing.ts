import * as l10n from "@vscode/l10n";
import { invalidParameter } from "../generic";
import type { Check } from "../model";
import { complexValue } from "../names";
import { limitedParameters } from "../version";

/** A method of balancing: the last one counts, and it must stand before what only keeps connections. */
const method =
  (own?: Check, backups = false): Check =>
  (checking) => {
    const { scope, directive, report } = checking;
    own?.(checking);
    const first = scope.seen.get("a method") ?? scope.seen.get("ngx_http_upstream_keepalive_module keepalive");
    if (first) {
      const message =
        first.name.value === "keepalive"
          ? l10n.t('"{0}" must stand before "keepalive", or no connections are kept.', directive.name.value)
          : l10n.t(
              '"{0}" takes the place of "{1}": an upstream has one method of balancing.',
              directive.name.value,
              first.name.value,
            );
      report("nginx-balancing-method", directive.name, message);
    }
    scope.seen.set("a method", directive);
    if (backups) scope.seen.delete("a method without backup");
    else scope.seen.set("a method without backup", directive);
  };

const hash: Check = (checking) => {
  const key = checking.directive.args[0];
  const mode = checking.directive.args[1];
  if (key) complexValue(checking, key);
  if (mode && mode.value !== "consistent") invalidParameter(checking, mode, ["consistent"]);
};

const random: Check = (checking) => {
  const two = checking.directive.args[0];
  const by = checking.directive.args[1];
  if (two && two.value !== "two") return invalidParameter(checking, two, ["two"]);
  if (by && !/^least_(?:conn|time=(?:header|last_byte|first_byte|connect))$/.test(by.value))
    return invalidParameter(checking, by, ["least_conn"]);
  limitedParameters(checking, 1);
};

/** How an upstream chooses among its servers. */
export const balancing: Readonly<Record<string, Check>> = {
  http_upstream_hash: method(hash),
  stream_upstream_hash: method(hash),
  http_upstream_ip_hash: method(),
  http_upstream_least_conn: method(undefined, true),
  stream_upstream_least_conn: method(undefined, true),
  http_upstream_random: method(random),
  stream_upstream_random: method(random),
};
