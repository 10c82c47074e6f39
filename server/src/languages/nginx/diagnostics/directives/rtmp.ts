import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../../findings";
import { parseAddress } from "../../address";
import { invalidValue } from "../generic";
import type { Check } from "../model";
import { why } from "./listen";

/** A URL whose scheme the module cuts off: what it does not know, it takes for a host. */
const url =
  (scheme: RegExp): Check =>
  (checking) => {
    const word = checking.directive.args[0];
    const fault = word && parseAddress(word.value.replace(scheme, ""), { uriPart: true }).fault;
    if (word && fault) invalidValue(checking, word, why(fault));
  };

/** The module knows signals as `kill` does, without what C puts before them. */
const signal: Check = ({ directive, report, source }) => {
  const word = directive.args[0];
  if (!word || !/^sig/i.test(word.value)) return;
  const name = word.value.slice(3);
  const message = l10n.t('A signal is written without "SIG" here: {0}.', name);
  report("nginx-invalid-value", word, message, { fixes: [changeTo(source.path, word, name)] });
};

/** The directives of rtmp that take an address or a signal, by the functions that read them. */
export const rtmp: Readonly<Record<string, Check>> = {
  rtmp_relay_push_pull: url(/^rtmp:\/\//i),
  rtmp_notify_on_srv_event: url(/^http:\/\//i),
  rtmp_notify_on_app_event: url(/^http:\/\//i),
  rtmp_exec_kill_signal: signal,
};
