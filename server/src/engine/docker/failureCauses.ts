import * as l10n from "@vscode/l10n";

/** What the last lines of a container that does not come up surely mean, and what to do; at most one sentence, translated. */
export function failureCause(lines: string): readonly string[] {
  if (/unable to open database file|attempt to write a readonly database/.test(lines)) {
    return [
      l10n.t(
        "Its SQLite file lies where the container cannot write: move it into app.instance_path or a folder of its own, then containerize again.",
      ),
    ];
  }
  const unwritable = /\[Errno 30\] [^:\n]*: ['"]([^'"\n]+)['"]/.exec(lines)?.[1];
  if (unwritable !== undefined) {
    return [
      l10n.t(
        "{0} is on a disk that is read-only: write logs to stderr and files into app.instance_path, then containerize again.",
        unwritable,
      ),
    ];
  }
  if (/\[emerg\] .*\(30: Read-only file system\)/.test(lines)) {
    return [
      l10n.t(
        "Nginx writes to a disk that is read-only: set pid, client_body_temp_path, proxy_temp_path, fastcgi_temp_path, uwsgi_temp_path and scgi_temp_path to places in /tmp.",
      ),
    ];
  }
  return /\[emerg\] .* in \/\S+:\d+$/m.test(lines)
    ? [l10n.t("Nginx stops at the first mistake of its configuration: flask-stack check looks at the whole of it.")]
    : [];
}
