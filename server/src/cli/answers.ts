import * as l10n from "@vscode/l10n";
import type { ServiceName } from "../project/project";
import { fail, ok, type Result } from "../result";
import type { Answers } from "../scaffold/plan";
import { readPort } from "./options";

const serviceNames: Readonly<Record<ServiceName, true>> = {
  postgres: true,
  mysql: true,
  redis: true,
  mongo: true,
  memcached: true,
  rabbitmq: true,
};

const isService = (name: string): name is ServiceName => Object.hasOwn(serviceNames, name);

const list = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

/** How each answer is read from the text of `--set key=value`. Lists are separated by commas; empty is none. */
const readers: Readonly<Record<keyof Answers, (text: string) => Result<Partial<Answers>>>> = {
  deployment: (text) => only(text, "deployment", ["compose"], (deployment) => ({ deployment })),
  target: (text) =>
    /^[^\s:]+:[^\s:].*$/.test(text)
      ? ok({ target: text })
      : fail("usage", l10n.t("A target is written module:callable, such as pkg.wsgi:app, not '{0}'.", text)),
  port: (text) => {
    const port = readPort(text);
    return port.ok ? ok({ port: port.value }) : port;
  },
  python: (text) =>
    /^3\.\d{1,2}$/.test(text)
      ? ok({ python: text })
      : fail("usage", l10n.t("A Python version is written as 3.13, not '{0}'.", text)),
  server: (text) => only(text, "server", ["gunicorn"], (server) => ({ server })),
  services: (text) => {
    const names = list(text);
    const unknown = names.find((name) => !isService(name));
    return unknown === undefined
      ? ok({ services: names.filter(isService) })
      : fail("usage", l10n.t("There is no service '{0}': use {1}.", unknown, Object.keys(serviceNames).join(", ")));
  },
  without: (text) => ok({ without: list(text) }),
  language: (text) => only(text, "language", ["en", "ko"], (language) => ({ language })),
};

/** What `--set` takes, as a person reads it: the answers that have more than one choice. */
export const answerKeys: string = Object.keys(readers)
  .filter((key) => key !== "deployment" && key !== "server")
  .join(", ");

/** The answers that `--target`, `--port` and `--set key=value` give; a later one wins. */
export function readAnswers(
  deployment: string | undefined,
  port: string | undefined,
  settings: readonly string[],
): Result<Partial<Answers>> {
  const given: [string, string][] = [];
  if (deployment !== undefined) given.push(["deployment", deployment]);
  if (port !== undefined) given.push(["port", port]);
  for (const setting of settings) {
    const equals = setting.indexOf("=");
    if (equals < 1) return fail("usage", l10n.t("--set takes key=value, not '{0}'.", setting));
    given.push([setting.slice(0, equals).trim(), setting.slice(equals + 1).trim()]);
  }
  let answers: Partial<Answers> = {};
  for (const [key, text] of given) {
    if (!isAnswer(key)) {
      return fail("usage", l10n.t("There is no answer '{0}': use {1}.", key, answerKeys));
    }
    const read = readers[key](text);
    if (!read.ok) return read;
    answers = { ...answers, ...read.value };
  }
  return ok(answers);
}

const isAnswer = (key: string): key is keyof Answers => Object.hasOwn(readers, key);

function only<T extends string>(
  text: string,
  key: string,
  values: readonly T[],
  make: (value: T) => Partial<Answers>,
): Result<Partial<Answers>> {
  const value = values.find((candidate) => candidate === text);
  return value === undefined
    ? fail("usage", l10n.t("{0} is one of {1}, not '{2}'.", key, values.join(", "), text))
    : ok(make(value));
}
