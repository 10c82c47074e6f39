/** What nginx's `stub_status` counts (`ngx_http_stub_status_module`). */
export interface StubStatus {
  /** Open connections of clients, idle ones too. */
  readonly active: number;
  /** Requests since nginx was started. */
  readonly requests: number;
}

/** Reads the text of a `stub_status`; undefined where it is another page. */
export function readStubStatus(text: string): StubStatus | undefined {
  const [, active, requests] =
    /^Active connections:\s*(\d+)\s*\n.*accepts handled requests.*\n\s*\d+\s+\d+\s+(\d+)/.exec(text) ?? [];
  return active === undefined ? undefined : { active: Number(active), requests: Number(requests) };
}

/**
 * Requests per second between two counts, without the one that asked for the second of them; undefined where nginx was
 * started anew in between.
 * @param seconds between them
 */
export function rateOf(before: StubStatus, now: StubStatus, seconds: number): number | undefined {
  const count = now.requests - before.requests;
  return count < 0 || seconds <= 0 ? undefined : Math.max(0, count - 1) / seconds;
}
