import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";
import type { Arguments, Option } from "./command";

/** Options that every command takes. */
export const commonOptions = (): Record<string, Option> => ({
  help: { type: "boolean", short: "h", help: l10n.t("Show this help.") },
  lang: { type: "string", placeholder: "en|ko", help: l10n.t("The language of messages.") },
});

/** `--format text|json`. */
export const formatOption = (): Option => ({
  type: "string",
  placeholder: "text|json",
  help: l10n.t("How to print the result; text unless told."),
});

/** `--engine auto|docker|host`. */
export const engineOption = (): Option => ({
  type: "string",
  placeholder: "auto|docker|host",
  help: l10n.t("What runs the stack: Docker, or this machine itself; auto takes Docker where it can be used."),
});

/** Where the stack is published for one run. */
export const portOption = (): Option => ({
  type: "string",
  short: "p",
  placeholder: "PORT",
  help: l10n.t("The port that Nginx is published at."),
});

/** A value out of a fixed set; the first is the default. */
export function choice<const T extends string>(args: Arguments, name: string, values: readonly [T, ...T[]]): Result<T> {
  const given = args.text(name);
  if (given === undefined) return ok(values[0]);
  const value = values.find((candidate) => candidate === given);
  if (value !== undefined) return ok(value);
  return fail("usage", l10n.t("--{0} is one of {1}, not '{2}'.", name, values.join(", "), given));
}

/** A release such as `1.26.3` or `1.26`; undefined where the option is not given. */
export function releaseOption(args: Arguments, name: string): Result<string | undefined> {
  const given = args.text(name);
  if (given === undefined || /^\d+(?:\.\d+){1,2}$/.test(given)) return ok(given);
  return fail("usage", l10n.t("--{0} takes a release such as 1.26.3, not '{1}'.", name, given));
}

/** A TCP port as a person types it. */
export function readPort(text: string): Result<number> {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return ok(port);
  return fail("usage", l10n.t("A port is a number from 1 to 65535, not '{0}'.", text));
}

/** `--port`, where it is given. */
export function portArgument(args: Arguments): Result<number | undefined> {
  const text = args.text("port");
  return text === undefined ? ok(undefined) : readPort(text);
}
