import * as l10n from "@vscode/l10n";
import type { CancellationToken, Connection } from "vscode-languageserver/node";
import { ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";

type Answering = (params: unknown, token: CancellationToken) => object | undefined | Promise<object | undefined>;

/** Who answers a request, by its method. */
const answering = new WeakMap<Connection, Map<string, Answering[]>>();

/**
 * Answers a request, beside the other features that do. Undefined says that it is about nothing of this feature's: a
 * document of another language. Lists of several features are one list; of other answers, the first is given.
 *
 * Every request goes through here, so that each of them
 * - answers "cancelled" as soon as the client wants no answer any more, instead of working on,
 * - is logged with the stack where it failed, and with what it took where the client traces,
 * - never lets an exception out: it gives the fallback, or, where only a true answer is of use, one plain sentence.
 */
export function answer<P, R extends object>(
  connection: Connection,
  method: string,
  work: (params: P, token: CancellationToken) => R | undefined | Promise<R | undefined>,
  fallback?: R,
): void {
  const methods = answering.get(connection) ?? new Map<string, Answering[]>();
  answering.set(connection, methods);
  const known = methods.get(method);
  if (known) {
    known.push(work as Answering);
    return;
  }
  const all = [work as Answering];
  methods.set(method, all);
  listen(connection, method, all, fallback);
}

function listen(connection: Connection, method: string, all: readonly Answering[], fallback: object | undefined): void {
  connection.onRequest<object | null, void>(method, async (params: unknown, token: CancellationToken) => {
    const started = performance.now();
    const took = (how: string) => `${method}: ${how} after ${(performance.now() - started).toFixed(1)} ms`;
    // What has already arrived is read first: a cancellation may be in it.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      if (token.isCancellationRequested) return cancelled(connection, took("cancelled"));
      const result = await ask(connection, all, params, token);
      if (token.isCancellationRequested) return cancelled(connection, took("cancelled"));
      connection.tracer.log(took("answered"));
      return result ?? fallback ?? null;
    } catch (error) {
      if (error instanceof ResponseError) {
        connection.console.warn(`${took("refused")}: ${error.message}`);
        return error as ResponseError<void>;
      }
      connection.console.error(`${took("failed")}: ${described(error)}`);
      if (fallback !== undefined) return fallback;
      return new ResponseError<void>(
        ErrorCodes.InternalError,
        l10n.t("Flask Stack could not answer: an error of its own, which its output channel shows."),
      );
    }
  });
}

/** What fails in one feature leaves the answers of the others; where there is none, it is the answer. */
async function ask(
  connection: Connection,
  all: readonly Answering[],
  params: unknown,
  token: CancellationToken,
): Promise<object | undefined> {
  let list: object[] | undefined;
  let failure: { readonly error: unknown } | undefined;
  for (const work of all) {
    try {
      const result = await work(params, token);
      if (Array.isArray(result)) list = [...(list ?? []), ...result];
      else if (result !== undefined) return result;
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      if (failure) connection.console.error(described(failure.error));
      failure = { error };
    }
  }
  if (!failure) return list;
  if (!list) throw failure.error;
  connection.console.error(described(failure.error));
  return list;
}

const described = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function cancelled(connection: Connection, line: string): ResponseError<void> {
  connection.tracer.log(line);
  return new ResponseError<void>(LSPErrorCodes.RequestCancelled, "cancelled");
}
