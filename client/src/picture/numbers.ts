import type { Engine, StackStatus, Usage } from "../../../server/src/engine/engine";
import { shortName } from "../stack/model/words";
import { watchUsage } from "../stack/usage";
import { type Logged, readLogLine } from "./accessLog";
import { type Point, pointOf, step, type Used } from "./history";
import { rateOf, readStubStatus, type StubStatus } from "./stubStatus";

/** Lines of the access log that are shown of the time before. */
const tail = 200;
/** How long a question to nginx may take: milliseconds. */
const patience = 5000;

/** Seconds between two points while the picture is in the background: each asks nginx's container. */
const unseenStep = 10;

/** What is measured of a stack. */
export interface Numbers {
  /** What runs now; follows what has come, lets go of what has gone. */
  update(engine: Engine | undefined, status: StackStatus | undefined): void;
  /** Whether somebody looks: then there is a point each `step`, else one in a while. */
  attend(seen: boolean): void;
  stop(): void;
}

export interface Told {
  /** Each step: what it was like, and the requests that were logged in it. */
  point(point: Point, requests: readonly Logged[]): void;
  /** The requests before the log was opened, in milliseconds since 1970: each time that it is, and again if more come. */
  before(requests: readonly Logged[], opened: number): void;
}

interface OpenLog {
  readonly stop: AbortController;
  /** When it was opened: milliseconds since 1970. */
  readonly since: number;
  readonly old: Logged[];
  telling: NodeJS.Timeout | undefined;
}

/** What each container takes, by the name that the charts give it: that of its service where it is a process. */
export function usedIn(
  status: StackStatus | undefined,
  usage: ReadonlyMap<string, Usage>,
): Readonly<Record<string, Used>> {
  const named = (status?.services ?? []).flatMap(({ name: service, containers }) =>
    containers.map(({ id, name }) => [name === undefined ? service : shortName(name, status?.project), id] as const),
  );
  return Object.fromEntries(
    named.flatMap(([name, id]) => {
      const one = usage.get(id);
      return one === undefined ? [] : [[name, { cpu: one.cpuPercent, memory: one.memory }]];
    }),
  );
}

/** Whether a request was logged before that moment; the log has whole seconds. */
export const isBefore = ({ time }: Logged, moment: number): boolean => time !== undefined && time < moment - 1000;

/**
 * Measures a stack from now on, until `stop`.
 * @param statusUrl of nginx's `stub_status`, inside of its container; undefined where there is none
 */
export function startNumbers(statusUrl: () => string | undefined, told: Told): Numbers {
  const usage = watchUsage(() => undefined);
  let engine: Engine | undefined;
  let status: StackStatus | undefined;
  let log: OpenLog | undefined;
  let logged: Logged[] = [];
  let counted: { readonly container: string; readonly at: number; readonly status: StubStatus } | undefined;
  let last = Date.now();
  const over = new AbortController();

  const nginx = () => status?.services.find(({ server }) => server === "nginx");
  const running = () => nginx()?.containers.find(({ state }) => state === "running");

  const hear = (line: string, own: OpenLog) => {
    const request = readLogLine(line);
    if (request === undefined || log !== own) return;
    if (!isBefore(request, own.since)) {
      logged.push(request);
      return;
    }
    own.old.push(request);
    // They come in one go, however long the engine takes before it starts.
    clearTimeout(own.telling);
    own.telling = setTimeout(() => {
      if (log === own && !over.signal.aborted) told.before(own.old, own.since);
    }, 100);
  };

  const followLog = () => {
    const service = nginx()?.name;
    if (log !== undefined || engine === undefined || service === undefined || running() === undefined) return;
    const own: OpenLog = { stop: new AbortController(), since: Date.now(), old: [], telling: undefined };
    log = own;
    void engine
      .logs({ service, follow: true, tail }, (line) => hear(line, own), own.stop.signal)
      // An engine that goes away ends the log, too; it is followed again with the next tick.
      .catch(() => undefined)
      .finally(() => {
        if (log === own) log = undefined;
      });
  };

  const ask = async (): Promise<number | undefined> => {
    const container = running()?.id;
    const url = statusUrl();
    const run = engine?.containers?.run;
    if (container === undefined || url === undefined || run === undefined) return undefined;
    const text = await firstAnswer(run, container, url, AbortSignal.any([over.signal, AbortSignal.timeout(patience)]));
    const now = text === undefined ? undefined : readStubStatus(text);
    const before = counted?.container === container ? counted : undefined;
    const at = Date.now();
    counted = now && { container, at, status: now };
    return now && before && rateOf(before.status, now, (at - before.at) / 1000);
  };

  const tick = async () => {
    followLog();
    // Between two questions a container may end: then this step has a gap.
    const taken = await ask().catch(() => undefined);
    if (over.signal.aborted) return;
    const now = Date.now();
    const requests = logged;
    logged = [];
    const used = usedIn(status, usage.usage);
    const seconds = (now - last) / 1000;
    last = now;
    told.point(pointOf(now / 1000, seconds, log === undefined ? undefined : requests, taken, used), requests);
  };

  let seen = true;
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    const end = () => {
      timer = undefined;
      void tick().finally(() => over.signal.aborted || next());
    };
    timer = setTimeout(end, (seen ? step : unseenStep) * 1000);
  };
  next();

  return {
    update(nextEngine, nextStatus) {
      if (engine !== nextEngine) log?.stop.abort();
      engine = nextEngine;
      status = nextStatus;
      const containers = (status?.services ?? []).flatMap((service) => service.containers);
      const alive = containers.filter(({ state }) => state === "running").map(({ id }) => id);
      usage.follow(new Map(nextEngine === undefined ? [] : alive.map((id) => [id, nextEngine] as const)));
      followLog();
    },
    attend(now) {
      seen = now;
      // One that is on its way has no timer, and starts the next when it is over.
      if (timer === undefined || over.signal.aborted) return;
      clearTimeout(timer);
      next();
    },
    stop() {
      over.abort();
      clearTimeout(timer);
      log?.stop.abort();
      usage.follow(new Map());
    },
  };
}

/** Images of nginx have one of the two, as a rule. */
const fetchers = (url: string) => [
  ["wget", "-q", "-O", "-", url],
  ["curl", "-s", "-f", url],
];

async function firstAnswer(
  run: NonNullable<Engine["containers"]>["run"],
  container: string,
  url: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const command of fetchers(url)) {
    const answer = await run(container, command, signal);
    if (answer.ok && answer.value.code === 0) return answer.value.stdout;
  }
  return undefined;
}
