import * as l10n from "@vscode/l10n";
import type { Found, Step, Why } from "../../languages/nginx/locationTester/steps";
import {
  type TestLocationParams,
  type TestLocationPlace,
  type TestLocationResult,
  testLocationRequest,
} from "../../protocol";
import { answer } from "../answer";
import type { Feature } from "../feature";
import type { OpenViews } from "./features";
import { refuse } from "./language";

/** `flaskStack/testLocation`. */
export const nginxLocationTester = (views: OpenViews): Feature => ({
  capabilities: {},
  register({ connection, documents }) {
    answer<TestLocationParams, TestLocationResult>(connection, testLocationRequest, async ({ uri, url }) => {
      const file = (await views(documents)).open(uri);
      if (!file) throw refuse(l10n.t("Open an Nginx file first: it says which configuration is meant."));
      if (/\s/.test(url.trim().replace(/^[A-Za-z]+\s+/, ""))) {
        throw refuse(l10n.t("Write a URL without blanks, such as /login, example.com/login or POST /login."));
      }
      const { readRequest, testLocation, documentOf, toRange } = await import("./service");
      const request = readRequest(url);
      const { server, location, steps, answer } = testLocation(file.view.configuration, file.view.files, request);
      if (answer === "refused") {
        throw refuse(
          l10n.t("nginx answers 400 to this path: a % needs two digits behind it, and .. may not lead above the root."),
        );
      }
      const place = (path: string, start: number, end: number): TestLocationPlace => ({
        uri: file.uri(path),
        range: toRange(documentOf(file, path), { start, end }),
      });
      const found = ({ path, directive }: Found): TestLocationPlace => place(path, directive.start, directive.stop);
      return {
        ...request,
        steps: steps.map((step: Step) => ({
          ...place(step.path, step.start, step.end),
          what: step.what,
          outcome: step.outcome,
          why: explain(step.why),
        })),
        ...(server ? { server: found(server) } : {}),
        ...(location ? { location: found(location) } : {}),
      };
    });
  },
});

function explain(why: Why): string {
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
    case "server-answers":
      return l10n.t("It answers before nginx looks for a location.");
    case "rewritten":
      return l10n.t("It changes the path before nginx looks for a location.");
    case "condition-unknown":
      return l10n.t("Where its condition holds, it decides before any location: only nginx itself knows.");
    case "rewrite-unknown":
      return l10n.t("It changes the path to something that only nginx itself knows.");
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
  }
}
