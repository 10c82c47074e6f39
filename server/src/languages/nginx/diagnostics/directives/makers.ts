import type { Check } from "../model";
import { complexValue, define, defineVariable } from "../names";

/** A directive that makes a variable by its argument `at`; what else it is given may hold variables. */
const sets =
  (at: number): Check =>
  (checking) => {
    const { args } = checking.directive;
    defineVariable(checking, args[at]);
    for (const [index, word] of args.entries()) if (index !== at) complexValue(checking, word, true);
  };

/** `geoip2 FILE { $country_code source=$remote_addr country iso_code; }`: each entry makes the variable that it begins with. */
const geoip2: Check = (checking) => {
  for (const item of checking.directive.block?.items ?? []) {
    if (item.kind !== "directive" || !/^\$\w+$/.test(item.name.value)) continue;
    define({ ...checking, directive: item }, "variable", item.name.value.slice(1).toLowerCase(), item.name);
    const source = item.args.find(({ value }) => value.startsWith("source="));
    if (source) complexValue(checking, source);
  }
};

/** Directives of modules that make variables: njs, Lua, set-misc, vts, geoip2, NGINX Plus. */
export const makers: Readonly<Record<string, Check>> = {
  sets_first: sets(0),
  sets_second: sets(1),
  http_geoip2: geoip2,
  stream_geoip2: geoip2,
};
