import * as l10n from "@vscode/l10n";
import { makeFinding } from "../finding";
import type { Check, Config, Scope } from "../model";
import { inForce } from "../scopes";

const module = "ngx_http_charset_filter_module";

/**
 * What is sent in another character set than it is kept in needs a table between both. nginx looks at the two that are in
 * force in a server, a location or an `if`, when all of it is read (`ngx_http_charset_postconfiguration`).
 */
export const charsetTable: Check = ({ config, scope, source: { path }, directive }) => {
  const own = directive.name.value;
  config.later.push({
    sure: false,
    judge: (now) => {
      const sent = inForce(scope, `${module} charset`);
      const kept = inForce(scope, `${module} source_charset`);
      // Where both stand in a block, it is said of one.
      if (!sent || !kept || (own === "source_charset" && scope.seen.has(`${module} charset`))) return;
      if (sent.args[0]?.value === "off") return;
      const [to = "", from = ""] = [sent, kept].map(({ args }) => args[0]?.value.toLowerCase() ?? "");
      if (to === from || to.startsWith("$") || from.startsWith("$") || !isUsed(scope, now)) return;
      if (hasTable(scope, [to, from].sort().join(" "))) return;
      const message = l10n.t('There is no "charset_map" between "{0}" and "{1}".', from, to);
      now.findings.push(makeFinding(path, "nginx-missing-requirement", directive, message));
    },
  });
};

/** What stands in `http` counts where a server takes both from there. */
function isUsed(scope: Scope, { servers }: Config): boolean {
  if (scope.context !== "http") return true;
  const takesBoth = ({ up, seen }: Scope): boolean =>
    up === scope && !seen.has(`${module} charset`) && !seen.has(`${module} source_charset`);
  return servers.some(takesBoth);
}

function hasTable(scope: Scope, names: string): boolean {
  for (let at: Scope | undefined = scope; at; at = at.up) if (at.seen.has(`charset_map ${names}`)) return true;
  return false;
}
