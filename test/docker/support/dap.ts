import { connect, type Socket } from "node:net";

type Body = Readonly<Record<string, unknown>>;

/** A connection to a debug adapter, as an editor has one: the Debug Adapter Protocol over a socket. */
export interface Dap {
  /** Rejects with the adapter's own words where it refuses, or after 20 seconds. */
  request(command: string, args: object): Promise<Body>;
  /** The next event of this name, or the last one that nobody has asked for. */
  event(name: string): Promise<Body>;
  /** `initialize` and `attach`, up to where breakpoints are to be set. */
  attach(mappings: readonly { readonly local: string; readonly remote: string }[]): Promise<void>;
  close(): void;
}

const patience = 20_000;

export async function openDap(port: number): Promise<Dap> {
  const socket: Socket = connect(port, "127.0.0.1");
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let rest = Buffer.alloc(0);
  let sequence = 0;
  const waiting = new Map<number, { resolve(body: Body): void; reject(error: Error): void }>();
  const events: { readonly event: string; readonly body: Body }[] = [];
  const listeners = new Set<() => void>();

  socket.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(rest.subarray(0, head).toString())?.[1]);
      if (rest.length < head + 4 + length) return;
      const message = JSON.parse(rest.subarray(head + 4, head + 4 + length).toString());
      rest = rest.subarray(head + 4 + length);
      if (message.type === "event") {
        events.push({ event: message.event, body: message.body ?? {} });
        for (const listener of listeners) listener();
      } else if (message.type === "response") {
        const asked = waiting.get(message.request_seq);
        if (message.success) asked?.resolve(message.body ?? {});
        else asked?.reject(new Error(`${message.command}: ${message.message}`));
      }
    }
  });
  const late = <T>(what: string, promise: Promise<T>): Promise<T> =>
    Promise.race([
      promise,
      new Promise<T>((_, reject) => setTimeout(() => reject(new Error(`${what}: no answer`)), patience).unref()),
    ]);
  const request = (command: string, args: object): Promise<Body> => {
    const seq = ++sequence;
    const text = JSON.stringify({ seq, type: "request", command, arguments: args });
    socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return late(command, new Promise((resolve, reject) => waiting.set(seq, { resolve, reject })));
  };
  const event = (name: string): Promise<Body> =>
    late(
      name,
      new Promise((resolve) => {
        const look = () => {
          const at = events.findIndex((one) => one.event === name);
          const [found] = at < 0 ? [] : events.splice(at, 1);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found.body);
        };
        listeners.add(look);
        look();
      }),
    );
  return {
    request,
    event,
    async attach(mappings) {
      await request("initialize", { adapterID: "debugpy", clientID: "test", pathFormat: "path", linesStartAt1: true });
      // The answer comes only after `configurationDone`.
      void request("attach", {
        pathMappings: mappings.map(({ local, remote }) => ({ localRoot: local, remoteRoot: remote })),
        justMyCode: true,
      }).catch(() => undefined);
      await event("initialized");
    },
    close: () => socket.destroy(),
  };
}
