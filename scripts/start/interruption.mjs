/** Ctrl-C, SIGTERM and a terminal that is closed: each of them is a wish to stop. */
import * as l10n from "@vscode/l10n";

/** Who closes a terminal sends the signal twice: to all programs in it, and once more by way of our parent. */
const echo = 500;

/**
 * Listens from now on. `signal` fires with the first wish; each later one, and each one after `leaving` was called, is
 * answered with a line and changes nothing: what has begun to go down goes on to the end.
 */
export function interruption() {
  const abort = new AbortController();
  let leaves = false;
  let last = 0;
  const wish = () => {
    const again = Date.now() - last < echo;
    last = Date.now();
    if ((leaves || abort.signal.aborted) && !again) {
      console.log(l10n.t("Still stopping: wait until the stack is down, so that nothing of it is left behind."));
    }
    abort.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, wish);
  // A terminal that is gone takes no text any more; that is no reason to leave containers behind.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return {
    signal: abort.signal,
    leaving() {
      leaves = true;
    },
  };
}
