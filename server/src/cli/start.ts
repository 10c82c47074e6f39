import { main } from "./main";
import { processTerminal } from "./terminal";

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  const code = await main(process.argv.slice(2), processTerminal());
  // Not process.exit(): what is still being written to a pipe would be cut off.
  process.exitCode = code;
}
