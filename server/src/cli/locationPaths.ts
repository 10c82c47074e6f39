import * as l10n from "@vscode/l10n";
import { lineCounter } from "../languages/lines";
import { configurations } from "../languages/nginx/configurations";
import { explain } from "../languages/nginx/locationTester/explain";
import { testLocation } from "../languages/nginx/locationTester/locationTester";
import { describeOutcome } from "../languages/nginx/locationTester/outcome";
import { type Request, readRequest } from "../languages/nginx/locationTester/request";
import { type Found, type Step, wordsShown } from "../languages/nginx/locationTester/steps";
import { fail, ok, type Result } from "../result";
import { rememberedByKey } from "../workspace/remembered";
import { openPlace } from "./nginxPaths";

/** A place in a configuration; the line counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What one configuration answers. */
export interface LocationAnswer {
  readonly configuration: string;
  readonly request: string;
  /** What answers in the end: several where it depends on files or on the request; the first that is so is right. */
  readonly outcomes: readonly (Partial<Place> & { readonly text: string; readonly location?: string })[];
  /** nginx's way where nothing of what the answer depends on is so. */
  readonly steps: readonly (Place & {
    readonly what: string;
    readonly outcome: Step["outcome"];
    readonly why: string;
  })[];
}

/**
 * Asks the configurations of a folder, or the one that a file is a part of; those where nobody listens only where all are so.
 * @param request a method and a URL
 */
export async function locationPaths(request: string, operand: string): Promise<Result<readonly LocationAnswer[]>> {
  const opened = await openPlace(operand);
  if (!opened.ok) return opened;
  const { nginx, root, shown } = opened.value;
  const asked = readRequest(request);
  const verdicts = configurations(nginx, {}, root).map((configuration) => ({
    configuration,
    verdict: testLocation(configuration, nginx, asked),
  }));
  const answering = verdicts.filter(({ verdict }) => verdict.fault !== "nobody");
  const told = answering.length > 0 ? answering : verdicts.slice(0, 1);
  if (told.length === 0)
    return fail("path-missing", l10n.t("There is no Nginx configuration in {0}: name its file.", operand));
  const lineIn = rememberedByKey((path) => lineCounter(nginx.tree(path)?.text ?? ""));
  const at = (path: string, offset: number): Place => ({ file: shown(path), line: lineIn(path)(offset) + 1 });
  const placeOf = ({ path, directive }: Found): Place => at(path, directive.start);
  return ok(
    told.map(({ configuration, verdict }) => ({
      configuration: shown(configuration.root),
      request: titleOf(verdict.request),
      outcomes: describeOutcome(verdict).map(({ text, by, location }) => ({
        text,
        ...(by ? placeOf(by) : {}),
        ...(location ? { location: wordsShown(location) } : {}),
      })),
      steps: verdict.steps.map((step) => ({
        ...at(step.path, step.start),
        what: step.what,
        outcome: step.outcome,
        why: explain(step),
      })),
    })),
  );
}

const titleOf = ({ method, host, port, path }: Request): string => `${method} ${host}:${port}${path}`;
