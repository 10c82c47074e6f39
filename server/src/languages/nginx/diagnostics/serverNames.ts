import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../versions";
import type { Word } from "../tree";
import { makeFinding, mostFindings } from "./finding";
import { addHostName, hostNames, isHostName } from "./hostnames";
import type { Config, Finding, ListenFact } from "./model";

/** A name of a server, and the word that says it: `listen` itself where the server has no name. */
interface Named {
  readonly name: string;
  readonly word: Word;
  readonly path: string;
}

/**
 * Names that two servers of one address have: nginx gives all requests for them to the first. Also those that are no
 * names, which nginx looks at where several servers share an address.
 */
export function conflictingNames(config: Config): void {
  const told = new Set<Word>();
  const tell = (named: Named, finding: Finding): void => {
    if (!told.has(named.word)) config.findings.push(finding);
    told.add(named.word);
  };
  const refused = new Set(config.findings.map(placeOf));
  for (const facts of byAddress(config).values()) {
    const shared = facts.some(({ server }) => server !== facts[0]?.server);
    const names = hostNames();
    const firsts = new Map<string, Named>();
    for (const named of facts.flatMap(namesOf)) {
      if (config.findings.length > mostFindings) return;
      const { name } = named;
      if (name.startsWith("~")) continue;
      if (!isHostName(name)) tell(named, invalid(named, shared));
      else if (!shared) continue;
      // Its `listen` is refused already.
      else if (name === "" && refused.has(placeOf({ ...named.word, path: named.path }))) continue;
      else if (addHostName(names, name) === "added") firsts.set(name.toLowerCase(), named);
      else tell(named, conflict(named, firstOf(firsts, name), facts[0]?.address ?? ""));
    }
  }
}

const placeOf = ({ path, start }: Pick<Finding, "path" | "start">): string => `${start} ${path}`;

function byAddress({ listens, environment: { version } }: Config): Map<string, ListenFact[]> {
  const found = new Map<string, ListenFact[]>();
  for (const fact of listens) {
    // `stream` tells servers by name since 1.25.5.
    const named = fact.family === "http" || (fact.family === "stream" && newEnough(version));
    if (!named) continue;
    const key = `${fact.family} ${fact.address} ${fact.datagram}`;
    const known = found.get(key);
    if (known) known.push(fact);
    else found.set(key, [fact]);
  }
  return found;
}

const newEnough = (version: string | undefined): boolean => !version || compareVersions(version, "1.25.5") >= 0;

function namesOf({ scope, word, path }: ListenFact): Named[] {
  const directives = scope.all?.get("server_name") ?? [];
  if (directives.length === 0) return [{ name: "", word, path }];
  return directives.flatMap(({ directive, path }) =>
    directive.args.map((arg) => ({ name: arg.value, word: arg, path })),
  );
}

/** The name that was there first and stands for the same: the same one, or one of `a.b`, `.a.b` and `*.a.b`. */
function firstOf(firsts: Map<string, Named>, name: string): Named | undefined {
  const key = name.toLowerCase();
  const bare = key.replace(/^\*?\./, "");
  return firsts.get(key) ?? firsts.get(`.${bare}`) ?? firsts.get(bare) ?? firsts.get(`*.${bare}`);
}

function invalid({ name, word, path }: Named, refused: boolean): Finding {
  const message = l10n.t(
    'Invalid server name "{0}": one * may stand in it, at the beginning or the end, beside a dot.',
    name,
  );
  const severity = refused ? "error" : "warning";
  return makeFinding(path, "nginx-invalid-value", word, message, { severity });
}

function conflict({ name, word, path }: Named, first: Named | undefined, address: string): Finding {
  const message =
    name === ""
      ? l10n.t('Another server at {0} has no name either: nginx never asks this one. Give it a "server_name".', address)
      : l10n.t('Another server at {0} has the name "{1}": nginx ignores it here.', address, name);
  const related = first
    ? [{ path: first.path, start: first.word.start, end: first.word.end, message: l10n.t("The first one is here.") }]
    : [];
  return makeFinding(path, "nginx-conflicting-server-name", word, message, { related });
}
