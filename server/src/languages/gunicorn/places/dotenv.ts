import { verbatim } from "../../mapped";
import type { GunicornCommand } from "../model";
import { aroundFile, type ReadContext } from "./around";
import { argumentsFrom } from "./find";

/** `GUNICORN_CMD_ARGS` of a `.env` file; the last one holds. */
export function fromDotenv(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  const match = [...text.matchAll(/^[ \t]*(?:export[ \t]+)?GUNICORN_CMD_ARGS[ \t]*=[ \t]*([^\r\n]*)/gm)].at(-1);
  if (match === undefined) return [];
  const written = match[1] ?? "";
  const start = match.index + match[0].length - written.length;
  const quoted = /^(["'])(.*?)\1[ \t]*(?:#.*)?$/.exec(written)?.[2];
  const value = quoted ?? written.replace(/\s+#.*$/, "").trimEnd();
  return [
    argumentsFrom(
      verbatim(value, quoted === undefined ? start : start + 1),
      aroundFile(path, "dotenv", context),
      value.includes("$"),
    ),
  ];
}
