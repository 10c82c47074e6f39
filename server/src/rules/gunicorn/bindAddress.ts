import * as l10n from "@vscode/l10n";
import { isSocketAddress, socketPort } from "../../languages/gunicorn/validators/addresses";
import type { Rule } from "../rule";
import { givenOf, placeOf, replaceValue, valueOfSetting } from "../settings";

const lastPort = 65535;

/** What is filled in later: a variable, a pattern of a template. */
const filledIn = /[$%{}<>@]/;

/**
 * An address that ends Gunicorn when it starts: `gunicorn.util.parse_address` refuses it, or the system its port. Each
 * text is one address, commas in it part nothing.
 */
export const bindAddress: Rule = {
  code: "gunicorn-bind-address",
  severity: "error",
  check(subject) {
    const given = givenOf(subject, "bind");
    const value = valueOfSetting(subject, "bind");
    if (given === undefined || value === undefined) return [];
    const items = value.type === "list" || value.type === "tuple" ? value.items : [value];
    const texts = items.flatMap((item) => (item.type === "str" ? item.value.trim() : []));
    // With a descriptor Gunicorn opens no other address.
    const opens = !texts.some((text) => text.startsWith("fd://"));
    const wrong = texts.find((text) => !filledIn.test(text) && !(opens ? canListen(text) : isSocketAddress(text)));
    if (wrong === undefined) return [];
    const parts = wrong.split(",").map((part) => part.trim());
    if (parts.length === 1 || !parts.every((part) => part !== "" && canListen(part))) {
      const message = l10n.t(
        'Gunicorn cannot listen at "{0}", and does not start. Write HOST:PORT with a port up to {1}, [::1]:PORT or unix:PATH.',
        wrong,
        lastPort,
      );
      return [{ ...placeOf(given), message }];
    }
    const list = `[${parts.map((part) => JSON.stringify(part)).join(", ")}]`;
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          'Gunicorn takes "{0}" for one address, and does not start. Write several as a list, or each with a --bind of its own.',
          wrong,
        ),
        fixes: texts.length === 1 ? replaceValue(given, l10n.t("Change to {0}", list), list) : [],
      },
    ];
  },
};

function canListen(text: string): boolean {
  if (text.startsWith("unix:") || text.startsWith("fd://")) return isSocketAddress(text);
  const port = socketPort(text);
  return port !== undefined && port >= 0 && port <= lastPort;
}
