import * as l10n from "@vscode/l10n";
import type { Directive, Word } from "../../tree";
import { parseNumber } from "../../values";
import { firstOne } from "../first";
import { invalidValue } from "../generic";
import type { Check, Checking, LocationFact } from "../model";
import { complexValue, define, use, within } from "../names";
import { regularExpression } from "../regex";

/** What a `location`, `if` or `limit_except` is for what stands in it; undefined for other directives. */
export function locationOf(directive: Directive): LocationFact | undefined {
  const name = directive.name.value;
  if (name === "if" || name === "limit_except") return { kind: "noname", name: "" };
  if (name === "server") return undefined;
  if (name !== "location") return undefined;
  const first = directive.args[0];
  const second = directive.args[1];
  if (!first) return undefined;
  if (second) return { kind: modifiers[first.value] ?? "prefix", name: second.value };
  const { value } = first;
  if (value.startsWith("=")) return { kind: "exact", name: value.slice(1) };
  if (value.startsWith("^~")) return { kind: "no-regex", name: value.slice(2) };
  if (value.startsWith("~")) return { kind: "regex", name: value.replace(/^~\*?/, "") };
  return { kind: value.startsWith("@") ? "named" : "prefix", name: value };
}

const modifiers: Readonly<Record<string, LocationFact["kind"]>> = {
  "=": "exact",
  "^~": "no-regex",
  "~": "regex",
  "~*": "regex",
};

const checkLocation: Check = (checking) => {
  const { directive, scope, report } = checking;
  const first = directive.args[0];
  const second = directive.args[1];
  if (!first) return;
  if (second && !modifiers[first.value]) {
    report(
      "nginx-invalid-value",
      first,
      l10n.t('Invalid location modifier "{0}": it must be =, ^~, ~ or ~*.', first.value),
    );
    return;
  }
  const location = locationOf(directive);
  if (!location) return;
  const at = second ?? first;
  if (location.kind === "regex") {
    regularExpression(checking, at, second ? 0 : (first.value.match(/^~\*?/)?.[0].length ?? 0));
  }
  if (location.kind === "named") define(checking, "location", location.name, at);
  if (scope.context === "http/location") nested(checking, location, at);
  duplicate(checking, location, at);
};

/** The rules for a location inside another one. */
function nested({ scope, report }: Checking, location: LocationFact, at: Word): void {
  const outer = scope.location;
  if (!outer) return;
  if (outer.kind === "exact") {
    report("nginx-location-nesting", at, l10n.t('No location can be inside the exact location "{0}".', outer.name));
  } else if (outer.kind === "named") {
    report("nginx-location-nesting", at, l10n.t('No location can be inside the named location "{0}".', outer.name));
  } else if (location.kind === "named") {
    report("nginx-location-nesting", at, l10n.t('The named location "{0}" can stand in "server" only.', location.name));
  } else if (location.kind !== "regex" && !location.name.startsWith(outer.name)) {
    report(
      "nginx-location-nesting",
      at,
      l10n.t('The location "{0}" is outside the location "{1}" that it stands in.', location.name, outer.name),
    );
  }
}

function duplicate(checking: Checking, location: LocationFact, at: Word): void {
  const { scope, directive, report } = checking;
  if (location.kind === "regex" || location.kind === "named") return;
  const key = `location ${location.kind === "exact" ? "=" : ""} ${location.name}`;
  const first = scope.seen.get(key);
  if (!first) {
    scope.seen.set(key, directive);
    return;
  }
  report("nginx-duplicate-definition", at, l10n.t('The location "{0}" stands here already.', location.name), {
    related: [firstOne(checking, first, { start: first.start, end: first.stop })],
  });
}

const checkRoot: Check = (checking) => {
  const { directive, scope, report } = checking;
  const path = directive.args[0];
  const name = directive.name.value;
  if (!path) return;
  const other = name === "root" ? "alias" : "root";
  const first = scope.seen.get(`ngx_http_core_module ${other}`);
  if (first) {
    report("nginx-conflict", directive.name, l10n.t('"{0}" cannot stand beside "{1}".', name, other), {
      related: [{ ...firstOne(checking, first), message: l10n.t('"{0}" is here.', other) }],
    });
    return;
  }
  if (name === "alias" && scope.location?.kind === "named") {
    report("nginx-conflict", directive.name, l10n.t('"alias" cannot be used in a named location.'));
    return;
  }
  const itself = path.value.match(/\$\{?(?:document_root|realpath_root)/);
  if (itself?.index !== undefined) {
    const at = within(path, itself.index, itself.index + itself[0].length);
    report("nginx-invalid-variable", at, l10n.t('"{0}" cannot be made from the root itself.', name));
    return;
  }
  complexValue(checking, path);
  if (name === "alias" && scope.location?.kind === "regex" && !path.value.includes("$")) {
    report(
      "nginx-alias-regex",
      path,
      l10n.t(
        'In a regular expression\'s location "alias" is the whole path: without a group such as $1 all requests get one file.',
      ),
    );
  }
};

const tryFiles: Check = (checking) => {
  const { args } = checking.directive;
  for (const word of args) complexValue(checking, word);
  const last = args.at(-1);
  if (last?.value.startsWith("=")) {
    const code = parseNumber(last.value.slice(1));
    if (code === undefined || code > 999) invalidValue(checking, last, l10n.t("after = stands a status code"));
  } else if (last?.value.startsWith("@")) use(checking, "location", last.value, last);
};

const errorPage: Check = (checking) => {
  const { args } = checking.directive;
  const target = args.at(-1);
  const answer = args.at(-2);
  if (!target || !answer) return;
  const response = answer.value.startsWith("=");
  if (
    response &&
    (args.length === 2 || (answer.value.length > 1 && parseNumber(answer.value.slice(1)) === undefined))
  ) {
    return invalidValue(checking, answer, l10n.t("before the page stand status codes, then = or =code"));
  }
  for (const word of args.slice(0, response ? -2 : -1)) {
    const code = parseNumber(word.value);
    if (code === undefined || code === 499 || code < 300 || code > 599) {
      return invalidValue(checking, word, l10n.t("it must be a status code from 300 to 599"));
    }
  }
  if (target.value.startsWith("@")) use(checking, "location", target.value, target);
  else complexValue(checking, target);
};

const methods = "GET HEAD POST PUT DELETE MKCOL COPY MOVE OPTIONS PROPFIND PROPPATCH LOCK UNLOCK PATCH".split(" ");

/** Locations and what they serve. */
export const locations: Readonly<Record<string, Check>> = {
  http_core_location: checkLocation,
  http_core_root: checkRoot,
  http_try_files: tryFiles,
  http_core_error_page: errorPage,
  http_core_limit_except: (checking) => {
    const wrong = checking.directive.args.find((word) => !methods.includes(word.value.toUpperCase()));
    if (wrong) invalidValue(checking, wrong, l10n.t("it must be an HTTP method"), methods);
  },
};
