import * as l10n from "@vscode/l10n";
import type { CancellationToken, Connection } from "vscode-languageserver/node";
import { ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";

/**
 * Registers the one handler of a request. Every request goes through here, so that each of them
 * - answers "cancelled" as soon as the client wants no answer any more, instead of working on,
 * - is logged with what it took, and with the stack where it failed,
 * - never lets an exception out: it gives the fallback, or, where only a true answer is of use, one plain sentence.
 */
export function answer<P, R extends object>(
  connection: Connection,
  method: string,
  work: (params: P, token: CancellationToken) => R | Promise<R>,
  fallback?: R,
): void {
  connection.onRequest<object, void>(method, async (params: P, token: CancellationToken) => {
    const started = performance.now();
    const took = (how: string) => `${method}: ${how} after ${(performance.now() - started).toFixed(1)} ms`;
    // What has already arrived is read first: a cancellation may be in it.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      if (token.isCancellationRequested) return cancelled(connection, took("cancelled"));
      const result = await work(params, token);
      if (token.isCancellationRequested) return cancelled(connection, took("cancelled"));
      connection.console.debug(took("answered"));
      return result;
    } catch (error) {
      if (error instanceof ResponseError) {
        connection.console.warn(`${took("refused")}: ${error.message}`);
        return error as ResponseError<void>;
      }
      connection.console.error(`${took("failed")}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      if (fallback !== undefined) return fallback;
      return new ResponseError<void>(
        ErrorCodes.InternalError,
        l10n.t("Flask Stack could not answer: an error of its own, which its output channel shows."),
      );
    }
  });
}

function cancelled(connection: Connection, line: string): ResponseError<void> {
  connection.console.debug(line);
  return new ResponseError<void>(LSPErrorCodes.RequestCancelled, "cancelled");
}
