import * as l10n from "@vscode/l10n";
import { makeFinding } from "../finding";
import { mayHaveMore } from "../include";
import type { Check } from "../model";
import { allInForce } from "../scopes";
import { listenByItself } from "./listen";

/** Ports by which nginx knows the protocol of a mail server. */
const mailPorts = /^(?:.*:)?(?:25|465|587|110|995|143|993)$/;

/** What answers in a `server` of `stream`, as keys of what stands once. */
const streamHandlers = [
  "ngx_stream_proxy_module proxy_pass",
  "ngx_stream_return_module return",
  "ngx_stream_pass_module pass",
];

/** After a `server` of `stream` or `mail`: it must listen, and in `mail` its protocol be known. */
const serverEnd: Check = ({ directive, scope, family, config, report }) => {
  if (mayHaveMore(scope)) return;
  const listen = scope.seen.get("a listen");
  if (!listen) {
    report("nginx-missing-requirement", directive.name, l10n.t('There is no "listen" in this server.'));
  } else if (family === "stream" && !config.foreignModules && !streamHandlers.some((key) => scope.seen.has(key))) {
    report("nginx-missing-requirement", directive.name, l10n.t('This server needs "proxy_pass", "pass" or "return".'));
  } else if (family === "mail" && !scope.seen.has("a protocol") && !mailPorts.test(listen.args[0]?.value ?? "")) {
    report(
      "nginx-missing-requirement",
      directive.name,
      l10n.t('This mail server needs a "protocol": imap, pop3 or smtp.'),
    );
  }
};

/** Who may log in to a mail server is asked of another one. */
const mailServer: Check = ({ scope, config, directive, source: { path } }) => {
  config.later.push({
    sure: false,
    judge: ({ findings }) => {
      if (allInForce(scope, "auth_http").length > 0) return;
      const message = l10n.t('This mail server needs an "auth_http": who is asked whether a user may log in.');
      findings.push(makeFinding(path, "nginx-missing-requirement", directive.name, message));
    },
  });
};

/** Of each server, more is asked when all is read. */
const noteServer: Check = ({ scope, config }) => {
  config.servers.push(scope);
};

const inOrder =
  (...all: readonly Check[]): Check =>
  (checking) => {
    for (const check of all) check(checking);
  };

/** At the end of a `server`, by the functions of nginx that read it. */
export const serverEnds: Readonly<Record<string, Check>> = {
  http_core_server: inOrder(listenByItself, noteServer),
  stream_core_server: inOrder(serverEnd, noteServer),
  mail_core_server: inOrder(serverEnd, mailServer, noteServer),
};
