import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../versions";
import type { Word } from "../tree";
import { makeFinding, mostFindings } from "./finding";
import { addHostName, hostNames, isHostName } from "./hostNameTable";
import { mayHaveMore } from "./include";
import type { Config, Finding, ListenFact, ServerName } from "./model";
import { serverNames } from "./scopes";

/**
 * Names that two servers of one address have: nginx gives all requests for them to the first. Also those that are no
 * names, which nginx looks at where several servers share an address.
 */
export function conflictingNames(config: Config): void {
  const told = new Set<Word>();
  const tell = (named: ServerName, finding: Finding): void => {
    if (!told.has(named.word)) config.findings.push(finding);
    told.add(named.word);
  };
  const refused = new Set(config.findings.map(placeOf));
  for (const facts of bySocket(config).values()) {
    const shared = facts.some(({ server }) => server !== facts[0]?.server);
    const names = hostNames<ServerName>();
    for (const fact of facts) {
      for (const named of namesOf(fact)) {
        if (config.findings.length > mostFindings) return;
        if (named.name.startsWith("~") || (!shared && isHostName(named.name))) continue;
        // Its `listen` is refused already.
        if (named.name === "" && refused.has(placeOf({ ...named.word, path: named.path }))) continue;
        const first = addHostName(names, named.name, named);
        if (!first) tell(named, invalid(named, shared));
        else if (first !== named) tell(named, conflict(named, first, fact));
      }
    }
  }
}

const placeOf = ({ path, start }: Pick<Finding, "path" | "start">): string => `${start} ${path}`;

/** What is listened on where nginx tells servers by name. */
function bySocket({ listens, environment: { version } }: Config): Map<string, ListenFact[]> {
  const found = new Map<string, ListenFact[]>();
  // `stream` does since 1.25.5.
  const stream = !version || compareVersions(version, "1.25.5") >= 0;
  for (const fact of listens) {
    if (fact.family !== "http" && !(stream && fact.family === "stream")) continue;
    const known = found.get(fact.socket);
    if (known) known.push(fact);
    else found.set(fact.socket, [fact]);
  }
  return found;
}

/** The names of the server that listens. */
function namesOf({ scope, word, path }: ListenFact): readonly ServerName[] {
  const names = serverNames(scope);
  if (names.length === 0 && mayHaveMore(scope)) return [];
  return names.length > 0 ? names : [{ name: "", word, path }];
}

function invalid({ name, word, path }: ServerName, refused: boolean): Finding {
  const message = l10n.t(
    'Invalid server name "{0}": one * may stand in it, at the beginning or the end, beside a dot.',
    name,
  );
  const severity = refused ? "error" : "warning";
  return makeFinding(path, "nginx-invalid-value", word, message, { severity });
}

function conflict({ name, word, path }: ServerName, first: ServerName, fact: ListenFact): Finding {
  const { address } = fact;
  const message = serverNames(fact.scope).includes(first)
    ? l10n.t('This server has the name "{0}" already: remove it here.', name)
    : name === ""
      ? l10n.t('Another server at {0} has no name either: nginx never asks this one. Give it a "server_name".', address)
      : l10n.t('Another server at {0} has the name "{1}": nginx ignores it here.', address, name);
  const related = [
    { path: first.path, start: first.word.start, end: first.word.end, message: l10n.t("The first one is here.") },
  ];
  return makeFinding(path, "nginx-conflicting-server-name", word, message, { related });
}
