import * as l10n from "@vscode/l10n";
import { fail, type Result } from "../../result";
import { withFirstError } from "../firstError";
import { portBusy } from "../ports";
import { lastLines } from "../run";
import { failingStep, shortStep } from "./buildOutput";

/** How many lines of a failing program are shown. */
const shownLines = 25;

/** What compose says of a compose file that it does not take. */
export function configProblem(stderr: string): Result<never> {
  const text = withoutWarnings(stderr);
  const variable = /required variable (\S+) is missing a value/.exec(text)?.[1];
  if (variable !== undefined) {
    return fail(
      "compose-variable",
      l10n.t("compose.yaml asks for {0}, which has no value: set it in .env.", variable),
      text,
    );
  }
  const envFile = /env file (.+) not found/.exec(text)?.[1];
  if (envFile !== undefined) {
    return fail("env-file-missing", l10n.t("There is no {0}: copy .env.example to .env and fill it in.", envFile));
  }
  return fail("compose-file", l10n.t("compose.yaml is not as it has to be: correct what compose says of it."), text);
}

/** Why images could not be built: the registry, or a step of the Dockerfile with its own lines. */
export function buildProblem(output: string): Result<never> {
  const pull = pullProblem(output);
  if (pull) return pull;
  const failed = failingStep(output);
  const [, line, wrong] = /dockerfile parse error (?:on )?line (\d+): (.*)/.exec(output) ?? [];
  if (line !== undefined && wrong !== undefined) {
    return fail("build-failed", l10n.t("The Dockerfile cannot be read from line {0} on: {1}", line, wrong));
  }
  const missing = missingForBuild(output);
  if (missing !== undefined) return fail("build-failed", missing);
  if (failed === undefined) {
    return fail(
      "build-failed",
      l10n.t("The images could not be built: the builder's last lines say why."),
      lastLines(withoutSteps(output), shownLines),
    );
  }
  return fail(
    "build-failed",
    l10n.t("The build failed at {0}: its own lines say why.", shortStep(failed.step)),
    withFirstError(failed.all, lastLines(failed.lines, shownLines)),
  );
}

/** What compose.yaml names for a build and what is not there: the stage, its Dockerfile, the folder. */
function missingForBuild(output: string): string | undefined {
  const stage = /target stage "?([^\s"]+)"? could not be found|failed to reach build target (\S+) in/.exec(output);
  if (stage !== null) {
    const names = new Set([...output.matchAll(/load build definition from (\S+)/g)].flatMap(([, name]) => name ?? []));
    const [file = "Dockerfile", ...others] = names;
    const name = stage[1] ?? stage[2] ?? "";
    return l10n.t(
      "{0} has no stage called {1}: correct target in the compose file, or call a stage so with FROM ... AS {1}.",
      others.length === 0 ? file : "Dockerfile",
      name,
    );
  }
  const file = /failed to read dockerfile: open (?:\S*\/)?([^/\s]+): no such file/.exec(output)?.[1];
  if (file !== undefined) {
    return l10n.t("There is no {0}, which an image is to be built from: correct its name in the compose file.", file);
  }
  const folder = /unable to prepare context: path "(.+)" not found/.exec(output)?.[1];
  return folder === undefined
    ? undefined
    : l10n.t("There is no folder {0}, which an image is to be built from: correct it in the compose file.", folder);
}

/** Why containers could not be started, as far as the output says; undefined where a container itself has to be asked. */
export async function startProblem(output: string): Promise<Result<never> | undefined> {
  const port = busyPort(output);
  if (port !== undefined) return portBusy(port);
  return pullProblem(output);
}

/** The container that kept the stack from coming up: ended, or not healthy; undefined where the output names none. */
export function failingContainer(
  output: string,
): { readonly container: string; readonly unhealthy: boolean } | undefined {
  const unhealthy = /container (\S+) is unhealthy/.exec(output)?.[1];
  if (unhealthy !== undefined) return { container: unhealthy, unhealthy: true };
  const exited = /container (\S+) exited \(\d+\)/.exec(output)?.[1] ?? /(\S+) exited with code \d+/.exec(output)?.[1];
  return exited === undefined ? undefined : { container: exited, unhealthy: false };
}

/** What is left when nothing better is known. */
export const otherProblem = (output: string): Result<never> =>
  fail(
    "docker-failed",
    l10n.t("Docker could not do it: its last lines say why."),
    lastLines(withoutWarnings(output), shownLines),
  );

/** The port in Docker's words for "somebody else has it", which differ between Linux, Docker Desktop and Podman. */
function busyPort(output: string): number | undefined {
  for (const pattern of [
    /Bind for \S*?:(\d+) failed: port is already allocated/i,
    /listen tcp\d? \S*?:(\d+): bind: address already in use/i,
    /exposing port \w+ \S*?:(\d+)\b/i,
    /\S*?:(\d+): bind: (?:Only one usage|An attempt was made)/i,
    /cannot listen on the TCP port:.*?:(\d+): bind/i,
  ]) {
    const port = pattern.exec(output)?.[1];
    if (port !== undefined) return Number(port);
  }
  return undefined;
}

/** An image that no registry gave: there is no such image, no permission, or no network. */
function pullProblem(output: string): Result<never> | undefined {
  const denied =
    /pull access denied for ([^\s,]+)|manifest for (\S+) not found|([^\s:]+(?::\S+)?): (?:not found|pull access denied)/.exec(
      output,
    );
  const refused =
    denied !== null || refusedPull(output) !== undefined || /failed with status code .*: 40[13]\b/.test(output);
  const unreachable =
    /(?:dial tcp|lookup |no such host|i\/o timeout|TLS handshake timeout|connection refused|proxyconnect|x509:|network is unreachable|context deadline exceeded|failed to do request)/i.test(
      output,
    ) &&
    /failed to (?:resolve|solve|fetch|do request)|Error response from daemon|failed to resolve source metadata/i.test(
      output,
    );
  // A step of the Dockerfile that cannot reach its own network says so in its own lines.
  if (
    failingStep(output) !== undefined &&
    !/failed to resolve source metadata|load metadata for/.test(failingStep(output)?.step ?? "")
  ) {
    return undefined;
  }
  const name =
    imageOf(failingStep(output)?.step ?? "") ??
    imageOf(output) ??
    denied?.slice(1).find(Boolean) ??
    failedPull(output) ??
    refusedPull(output);
  const detail = lastLines(withoutSteps(withoutWarnings(output)), 8);
  if (unreachable) {
    return fail(
      "pull-unreachable",
      l10n.t(
        "{0} could not be pulled, since its registry cannot be reached: check the network or the proxy of Docker.",
        name ?? l10n.t("An image"),
      ),
      detail,
    );
  }
  if (refused) {
    return fail(
      "pull-refused",
      l10n.t("{0} could not be pulled: check its name, or sign in with docker login.", name ?? l10n.t("An image")),
      detail,
    );
  }
  return undefined;
}

/** The image that a step asks its registry for. Others may have been asked for before it, and answered. */
const imageOf = (text: string): string | undefined =>
  /failed to resolve source metadata for ([^\s:]+(?::[^\s:]+)?)/.exec(text)?.[1] ??
  /load metadata for ([^\s\]]+)/.exec(text)?.[1];

/** What the builder says of itself, without the lines of its steps: `#4 DONE 0.1s`. */
const withoutSteps = (output: string): string => {
  const own = output.split(/\r?\n/).filter((line) => line.trim() !== "" && !/^#\d+ /.test(line));
  return own.length === 0 ? output : own.join("\n");
};

/** Warnings come before what matters, and are many. */
const withoutWarnings = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => !/level=warning|^WARN\[/.test(line))
    .join("\n")
    .trim();

/** Compose's line of a service whose image was not pulled: ` web Error Get "http://...": dial tcp ...`. */
const failedPull = (output: string): string | undefined => /^\s*(\S+) Error (?:Get|Head) "/m.exec(output)?.[1];

/** The same where the registry answers: ` web Error manifest unknown`. */
const refusedPull = (output: string): string | undefined =>
  /^\s*(\S+) Error (?:manifest unknown|name unknown|unauthorized|denied)\b/m.exec(output)?.[1];
