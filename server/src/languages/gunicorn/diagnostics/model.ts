import type { Finding as AnyFinding, Span } from "../../../findings";
import type { Catalog } from "../catalog/catalog";
import type { ConfigFile, ConfigRun } from "../configFile/file";
import { type Code, codes } from "./codes";

export type Finding = AnyFinding<Code>;

/** What each check is given. */
export interface Checking {
  readonly file: ConfigFile;
  readonly run: ConfigRun;
  readonly catalog: Catalog;
  /** The release that the caller told, if any. */
  readonly toldVersion: string | undefined;
  readonly exists?: (path: string) => boolean | undefined;
}

/** A finding of the file; its severity is that of the code unless `more` says another. */
export function finding(
  { file }: Pick<Checking, "file">,
  code: Code,
  { start, end }: Span,
  message: string,
  more: Partial<Pick<Finding, "severity" | "related" | "fixes">> = {},
): Finding {
  return { code, severity: codes[code], path: file.path, start, end, message, ...more };
}
