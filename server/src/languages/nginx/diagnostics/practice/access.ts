import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../../findings";
import { makeFinding } from "../finding";
import type { Check, Checking, Scope } from "../model";
import { inForce } from "../scopes";

/** Who may come in, in the order in which a block says so. */
const note: Check = ({ directive, family, scope }) => {
  const { name, args } = directive;
  if (name.value === "return") {
    // That of a stream comes after its `allow` and `deny`; and an answer that refuses gives nothing away.
    if (family !== "http" || /^4\d\d$/.test(args[0]?.value ?? "")) return;
    if (!scope.seen.has("a return")) scope.seen.set("a return", directive);
    return;
  }
  const off = args[0]?.value === "off" || (name.value === "allow" && args[0]?.value === "all");
  if (!off && !scope.seen.has(`access ${name.value}`)) scope.seen.set(`access ${name.value}`, directive);
};

/** `return` comes before everything that asks who may come in; and what nobody is denied, everybody is allowed. */
export const endOfAccess: Check = (checking) => {
  const { seen } = checking.scope;
  if (seen.has("a return") || seen.has("access allow")) askLater(checking);
};

function askLater({ config, scope, source: { path } }: Checking): void {
  const allow = scope.seen.get("access allow");
  config.later.push({
    sure: false,
    judge: ({ findings }) => {
      const deny = scope.seen.get("access deny");
      const answer = scope.seen.get("a return");
      const guard = deny ?? allow ?? scope.seen.get("access auth_basic") ?? scope.seen.get("access auth_request");
      if (answer && guard) {
        const message = l10n.t('nginx answers "return" before it looks at "{0}": everybody gets it.', guard.name.value);
        findings.push(makeFinding(path, "nginx-return-before-access", answer.name, message));
      } else if (allow && !deny && !satisfiesAny(scope)) {
        const message = l10n.t('Nobody is denied here, so "allow" does nothing: write "deny all;" after it.');
        findings.push(makeFinding(path, "nginx-allow-without-deny", allow.name, message));
      }
    },
  });
}

/** Who is not allowed by address may then log in. */
const satisfiesAny = (scope: Scope): boolean =>
  inForce(scope, "ngx_http_core_module satisfy")?.args[0]?.value.toLowerCase() === "any";

/** `error_log off` writes to a file of that name. */
const errorLogOff: Check = ({ directive, report, source }) => {
  const target = directive.args[0];
  if (target?.value !== "off") return;
  const message = l10n.t(
    '"error_log off" writes to a file called "off": to see less, write "error_log /dev/null crit;".',
  );
  const edits = [{ start: target.start, end: directive.args.at(-1)?.end ?? target.end, text: "/dev/null crit" }];
  const title = l10n.t('Change to "{0}"', "error_log /dev/null crit");
  report("nginx-error-log-off", target, message, { fixes: [{ title, path: source.path, edits }] });
};

/** Protocols that were given up (RFC 6176, 7568 and 8996). */
const weak = new Set(["sslv2", "sslv3", "tlsv1", "tlsv1.1"]);

const protocols: Check = ({ directive, report, source }) => {
  const { args } = directive;
  const bad = args.filter(({ value }) => weak.has(value.toLowerCase()));
  const [first] = bad;
  if (!first) return;
  const names = bad.map(({ value }) => value).join(", ");
  const kept = args.filter((word) => !bad.includes(word)).map(({ value }) => value);
  const text = (kept.length > 0 ? kept : ["TLSv1.2", "TLSv1.3"]).join(" ");
  const all = { start: args[0]?.start ?? first.start, end: args.at(-1)?.end ?? first.end };
  const fixes = [changeTo(source.path, all, text)];
  const message = l10n.t(
    "{0}: these protocols are broken, and browsers speak them no more. Write TLSv1.2 and TLSv1.3 instead.",
    names,
  );
  report("nginx-weak-tls", first, message, { fixes });
};

export const accessPractice: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(["allow", "deny", "auth_basic", "auth_request", "return"].map((name) => [name, note])),
  error_log: errorLogOff,
  ssl_protocols: protocols,
};
