#!/usr/bin/env node
import { main } from "./cli/main";
import { processTerminal } from "./cli/terminal";

main(process.argv.slice(2), processTerminal()).then((code) => {
  // Not process.exit(): what is still being written to a pipe would be cut off.
  process.exitCode = code;
});
