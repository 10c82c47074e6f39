import * as l10n from "@vscode/l10n";
import type { Step } from "./steps";

/** Why a step is what it is, in one sentence of the reader's language. */
export function explain({ why, about: [first = "", second = ""] }: Pick<Step, "why" | "about">): string {
  switch (why) {
    case "exact-name":
      return l10n.t("Its name is the host.");
    case "leading-wildcard":
      return l10n.t("Its name is the longest that begins with a wildcard and fits the host.");
    case "trailing-wildcard":
      return l10n.t("Its name is the longest that ends with a wildcard and fits the host.");
    case "regex-name":
      return l10n.t("Its name is the first regular expression that fits the host.");
    case "default-server":
      return l10n.t("No name fits the host, and it is the default server of this port.");
    case "only-server":
      return l10n.t("It is the only server on this port.");
    case "other-port":
      return l10n.t("It does not listen on this port.");
    case "other-address":
      return l10n.t("It listens on this port at another address.");
    case "other-name":
      return l10n.t("Another server fits the host better.");
    case "slash-redirect":
      return l10n.t("nginx redirects to it with 301: it is this path with a slash at the end, and passes requests on.");
    case "internal-only":
      return l10n.t("It is internal: nginx answers 404 to requests from outside.");
    case "exact-location":
      return l10n.t("It is exactly this path, which ends the search.");
    case "longest-prefix":
      return l10n.t("It is the longest prefix of the path, and no regular expression fits.");
    case "prefix-stops-regex":
      return l10n.t(
        "It is the longest prefix of the path, and its ^~ keeps nginx from looking at regular expressions.",
      );
    case "first-regex":
      return l10n.t("It is the first regular expression that fits the path.");
    case "shorter-prefix":
      return l10n.t("It is a prefix of the path, but a longer one is there.");
    case "earlier-choice":
      return l10n.t("It is the longest prefix of the path, but a regular expression fits too and wins.");
    case "not-this-path":
      return l10n.t("It does not fit the path.");
    case "pattern-not-testable":
      return l10n.t("Its regular expression can only be tried by nginx itself.");
    case "limited-method":
      return l10n.t("What it says of access holds for this method.");
    case "free-method":
      return l10n.t("It says nothing of this method.");
    case "answers":
      return l10n.t("It answers, and nothing behind it is looked at.");
    case "rewritten":
      return l10n.t("It makes the path {0}. What follows it here still counts.", first);
    case "rewritten-ends":
      return l10n.t("It makes the path {0}, and nginx looks for the location of that.", first);
    case "rewritten-stays":
      return l10n.t("It makes the path {0}, and the location stays the same.", first);
    case "rewrite-unknown":
      return l10n.t("It changes the path to something that only nginx itself knows.");
    case "empty-path":
      return l10n.t("It leaves nothing of the path: nginx answers 500.");
    case "condition-holds":
      return l10n.t("Its condition holds: what stands in it counts.");
    case "condition-fails":
      return l10n.t("Its condition does not hold.");
    case "condition-assumed":
      return l10n.t("Where its condition holds, what stands in it counts.");
    case "condition-denied":
      return l10n.t("Where its condition does not hold, nginx passes it by.");
    case "refuses":
      return l10n.t("It refuses the request with {0}.", first);
    case "refusal-unknown":
      return l10n.t("It refuses the request, and only whoever it asks knows with what.");
    case "no-such-file":
      return l10n.t("Where there is no file {0}, nginx goes on.", first);
    case "no-such-folder":
      return l10n.t("Where there is no folder {0}, nginx goes on.", first);
    case "file-missing":
      return l10n.t("Its files answer. Where there is no {0}, with 404.", first);
    case "file-there":
      return l10n.t("There is a file {0}: nginx goes on with that.", first);
    case "folder-there":
      return l10n.t("There is a folder {0}: nginx goes on with that.", first);
    case "index-there":
      return l10n.t("The folder has that file: nginx begins again with {0}.", first);
    case "gives-up":
      return l10n.t("Nothing of that is there, so that it ends with {0}.", first);
    case "goes-on":
      return l10n.t("nginx goes on with {0}, without telling the client.", first);
    case "target-unknown":
      return l10n.t("It sends nginx on to {0}, which only nginx itself knows.", second);
    case "by-name":
      return l10n.t("nginx was sent here by its name.");
    case "no-such-location":
      return l10n.t("The server has no location {0}: nginx answers 500.", first);
    case "too-many-changes":
      return l10n.t("The path goes round in a ring: after ten changes nginx answers 500.");
    case "error-page":
      return l10n.t("It is for {0}, and sends nginx on to {1}.", first, second);
    case "passes":
      return l10n.t("It hands the request on.");
    case "module-answers":
      return l10n.t("Its module answers.");
    case "module-decides":
      return l10n.t("It may answer or change the path: only nginx itself knows.");
    case "handler-unknown":
      return l10n.t(
        "It stands in an if, and another if has taken its place: only nginx itself knows what comes of that.",
      );
    case "sends-file":
      return l10n.t("Its files answer: {0}.", first);
  }
}
