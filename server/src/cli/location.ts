import * as l10n from "@vscode/l10n";
import { fail, ok } from "../result";
import { type Command, exit } from "./command";
import { choice, formatOption } from "./options";
import { take } from "./take";

/** `flask-stack location URL [PATH]`: which server and location of an Nginx configuration answer a URL, with what, and why. */
export const location = (): Command => ({
  name: "location",
  operands: "URL [PATH]",
  maxOperands: 2,
  summary: l10n.t("Says which Nginx server and location answer a URL, with what, and why."),
  options: {
    format: formatOption(),
    method: { type: "string", placeholder: "GET", help: l10n.t("The method of the request; GET unless told.") },
  },
  async run(args, terminal) {
    const [url, path = "."] = args.positionals;
    const usable = url !== undefined && !/\s/.test(url);
    const taken = take(terminal, {
      format: choice(args, "format", ["text", "json"]),
      url: usable
        ? ok(url)
        : fail("usage", l10n.t("Write a URL without blanks, such as /login or http://example.com/login.")),
      method: readMethod(args.text("method") ?? "GET"),
    });
    if (taken === undefined) return exit.unusable;
    const { locationPaths } = await import("./locationPaths");
    const found = take(terminal, { answers: await locationPaths(`${taken.method} ${taken.url}`, path) });
    if (found === undefined) return exit.unusable;
    const { describeAnswers } = await import("./locationText");
    const { answers } = found;
    terminal.out(taken.format === "json" ? JSON.stringify(answers, undefined, 2) : describeAnswers(answers));
    return exit.fine;
  },
});

const readMethod = (text: string) =>
  /^[A-Za-z]+$/.test(text)
    ? ok(text)
    : fail("usage", l10n.t("--{0} takes a method such as {1}, not '{2}'.", "method", "POST", text));
