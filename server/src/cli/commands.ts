import { check } from "./check";
import type { Command } from "./command";
import { containerize } from "./containerize";
import { down } from "./down";
import { format } from "./format";
import { gunicornCommand } from "./gunicorn";
import { inspectCommand } from "./inspect";
import { location } from "./location";
import { logs } from "./logs";
import { lsp } from "./lsp";
import { status } from "./status";
import { up } from "./up";

/** Every command, in the order of `--help`. Functions, since their texts are known only once the language is. */
export const commands: Readonly<Record<string, () => Command>> = {
  inspect: inspectCommand,
  containerize,
  check,
  format,
  location,
  gunicorn: gunicornCommand,
  up,
  down,
  status,
  logs,
  lsp,
};
