import * as l10n from "@vscode/l10n";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, isSince, placeOf, textOf, textsOf, valueOfSetting } from "../settings";

/** What HTTP/2 needs, then the extra and the packages that bring it along. */
const h2 = ["h2", "http2", "hypercorn", "quart", "mitmproxy", "selenium-wire", "grpclib", "aioapns"];
/** What `paste` needs, then what brings it along. */
const pasteDeploy = ["PasteDeploy", "Paste", "plaster", "pyramid", "oslo-service", "oslo.service", "TurboGears2"];

/** A setting whose package is not installed: Gunicorn does not start. */
export const settingPackage: Rule = {
  code: "gunicorn-setting-package",
  severity: "warning",
  check: (subject) => [
    ...(speaksHttp2(subject) ? missing(subject, "http_protocols", h2) : []),
    ...(textOf(subject, "paste") ? missing(subject, "paste", pasteDeploy) : []),
  ],
};

/** `Config.validate` of Gunicorn 27.0; those before it speak HTTP/1.1 instead. */
const speaksHttp2 = (subject: Subject): boolean =>
  isSince(subject, "27.0") &&
  // It makes a list of a text that it takes, and refuses a list.
  givenOf(subject, "http_protocols")?.evaluated.value?.type === "str" &&
  valueOfSetting(subject, "http_protocols")?.type === "list" &&
  textsOf(subject, "http_protocols").includes("h2");

function missing(subject: Subject, setting: string, packages: readonly string[]): readonly Said[] {
  const given = givenOf(subject, setting);
  const [wanted = ""] = packages;
  if (given === undefined || !packages.every((each) => subject.packages.installs(each) === false)) return [];
  const message = l10n.t(
    "{0} needs the package {1}, which {2} does not name: without it Gunicorn does not start. Add it there.",
    setting,
    wanted,
    subject.packages.source() ?? l10n.t("the project"),
  );
  return [{ ...placeOf(given), message }];
}
