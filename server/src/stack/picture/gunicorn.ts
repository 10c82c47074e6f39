import * as l10n from "@vscode/l10n";
import { workerClass } from "../../languages/gunicorn/effective";
import { printed } from "../../languages/gunicorn/values/printed";
import type { PictureFact } from "../../protocol";
import type { Container, Running } from "../model";
import type { MakeFact } from "./place";
import { limitFacts } from "./services";

/** The settings that a request meets, in its order. */
const shown = [
  "bind",
  "worker_class",
  "workers",
  "threads",
  "worker_connections",
  "timeout",
  "graceful_timeout",
  "keepalive",
  "max_requests",
] as const;

/** Shown where the project says them; their defaults mean nothing to most workers. */
const onlyWhereSaid: ReadonlySet<string> = new Set(["worker_connections", "graceful_timeout", "max_requests"]);

/** What holds for a Gunicorn, each with the place that decides it, then what its container may use. */
export function gunicornFacts(
  { gunicorn: { settings } }: Running,
  container: Container | undefined,
  fact: MakeFact,
): readonly PictureFact[] {
  const facts = shown.flatMap((name): readonly PictureFact[] => {
    const effective = settings.get(name);
    if (effective === undefined || (effective.given === undefined && onlyWhereSaid.has(name))) return [];
    const { value, given } = effective;
    const own = name === "worker_class" ? workerClass(settings) : undefined;
    const text = own ?? (value ? plain(printed(value)) : l10n.t("decided when it starts"));
    if (given === undefined) return [{ name, value: l10n.t("{0} (default)", text) }];
    return [fact({ path: given.path, start: given.name.start, end: given.name.end, name, value: text })];
  });
  return [...facts, ...(container?.service ? limitFacts(container.service, fact) : [])];
}

/** Without Python's quotes and brackets, which only matter to Python. */
const plain = (text: string): string => text.replace(/^\['(.*)'\]$/, "$1").replace(/^'(.*)'$/, "$1");
