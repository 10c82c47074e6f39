import { compareVersions } from "../../versions";
import type { Config } from "./model";

/** Whether the nginx that is judged for has what came with a release; the newest is meant where none is known. */
export const hasRelease = ({ environment: { version } }: Config, release: string): boolean =>
  version === undefined || compareVersions(version, release) >= 0;

/** Words of enumerations, or beside `on` and `off`, that came later than the directive, with the release (nginx's docs). */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  proxy_http_version: { 2: "1.29.4" },
  proxy_protocol: { v2: "1.31.4" },
};

/** Directives that variables may stand in since a release (nginx's docs). */
const variables: Readonly<Record<string, string>> = {
  proxy_limit_rate: "1.27.0",
  fastcgi_limit_rate: "1.27.0",
  scgi_limit_rate: "1.27.0",
  uwsgi_limit_rate: "1.27.0",
};

/** The words that a directive takes in the nginx that is judged for. */
export function wordsOf(config: Config, name: string, known: readonly string[]): readonly string[] {
  const later = words[name];
  if (!later) return known;
  return [...known, ...Object.keys(later).filter((word) => hasRelease(config, later[word] ?? ""))];
}

/** Whether variables may stand where an older nginx took a size alone. */
export const takesVariables = (config: Config, name: string): boolean => {
  const release = variables[name];
  return release !== undefined && hasRelease(config, release);
};
