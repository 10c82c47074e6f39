import { parentOf } from "../../../workspace/paths";
import { verbatim } from "../../mapped";
import type { GunicornCommand } from "../model";
import { aroundFile, type ReadContext } from "./around";
import { inShell } from "./find";

/** One process type a line: `web: gunicorn app:app`. */
export function fromProcfile(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  const around = aroundFile(path, "procfile", context);
  return [...text.matchAll(/^[ \t]*([A-Za-z0-9_-]+)[ \t]*:[ \t]*([^\r\n]*)/gm)].flatMap((match) => {
    const [whole, service, command = ""] = match;
    const source = verbatim(command, match.index + whole.length - command.length);
    return inShell(source, { ...around, directory: around.directory ?? parentOf(path), service });
  });
}
