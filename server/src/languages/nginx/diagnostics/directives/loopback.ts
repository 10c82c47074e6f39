import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../../findings";
import type { Address } from "../../address";
import type { Word } from "../../tree";
import { makeFinding } from "../finding";
import type { Checking, Config } from "../model";
import { within } from "../names";

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/i;

/**
 * Notes that requests go to a loopback address: in a container of its own nginx finds nothing there, unless it listens
 * there itself.
 * @param from where in the word the host begins
 */
export function noteLoopback(
  { config, source: { path } }: Checking,
  { host, port }: Address,
  word: Word,
  from: number,
): void {
  if (port === undefined || !loopback.test(host)) return;
  config.later.push({
    sure: true,
    judge: (now) => {
      if (listened(now).has(port)) return;
      // The word may have moved since it was read.
      const at = within(word, from, from + host.length);
      const names = served(now, port);
      if (names.length === 0) {
        const address = within(word, from, from + `${host}:${port}`.length);
        now.loopbacks.push({ path, name: host, host: at, address, port });
        return;
      }
      const message = l10n.t(
        "{0} is nginx's own container here, where nothing listens at port {1}: name the service ({2}).",
        host,
        port,
        names.join(", "),
      );
      const fixes = names.map((name) => changeTo(path, at, name));
      now.findings.push(makeFinding(path, "nginx-loopback-in-container", at, message, { fixes }));
    },
  });
}

/** The ports that the configuration listens at, put together once when all of it is read. */
function listened({ listens }: Config): ReadonlySet<number> {
  const known = ports.get(listens) ?? new Set(listens.map(({ word }) => portOf(word.value)));
  ports.set(listens, known);
  return known;
}

const ports = new WeakMap<Config["listens"], ReadonlySet<number>>();

const portOf = (listen: string): number => Number(/(?:^|:)(\d+)$/.exec(listen)?.[1] ?? 80);

/** The services that listen at a port; where none is known to, those that are built here and whose ports nothing says. */
function served({ environment: { services } }: Config, port: number): readonly string[] {
  // Asked of every upstream with every key: nothing is made where there is nothing to look at.
  if (!services?.apart?.size) return [];
  const all = [...services.apart];
  const exact = all.filter(([, ports]) => ports.includes(port));
  return (exact.length > 0 ? exact : all.filter(([, ports]) => ports.length === 0)).map(([name]) => name);
}
