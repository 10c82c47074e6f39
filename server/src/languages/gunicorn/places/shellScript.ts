import { verbatim } from "../../mapped";
import type { GunicornCommand } from "../model";
import { aroundFile, type ReadContext } from "./around";
import { inShell } from "./find";

/** A script of a shell. From which folder it is run is not known, unless what runs it says so. */
export function fromShellScript(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  return inShell(verbatim(text), aroundFile(path, "shell", context));
}
