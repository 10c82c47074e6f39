import * as l10n from "@vscode/l10n";
import type { Word } from "../../tree";
import { makeFinding } from "../finding";
import type { Check, Scope } from "../model";
import { nearest } from "../nearest";
import { allInForce } from "../scopes";

/** Curves by the names that OpenSSL has for them and people write. */
const curves = ["X25519", "X448", "prime256v1", "secp384r1", "secp521r1", "P-256", "P-384", "P-521", "secp256r1"];

/** The commands of OpenSSL's SSL_CONF_cmd(3) as a configuration file has them; letter case does not matter. */
const commands =
  "SignatureAlgorithms ClientSignatureAlgorithms Groups Curves MinProtocol MaxProtocol Protocol Options VerifyMode Certificate PrivateKey ChainCAFile ChainCAPath VerifyCAFile VerifyCAPath ServerInfoFile DHParameters RecordPadding CipherString Ciphersuites NumTickets ClientCAFile ClientCAPath RequestCAFile RequestCAPath ECDHParameters".split(
    " ",
  );

const versions = ["None", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "DTLSv1", "DTLSv1.2"];

interface Fault {
  readonly word: Word;
  readonly message: string;
}

/** A list that no cipher is in, whatever OpenSSL was built with: those of TLS 1.3 are set apart from all others. */
function ciphers([list]: readonly Word[]): Fault | undefined {
  if (!list || list.value.includes("$")) return undefined;
  const adds = list.value.split(/[:,; ]/).some((part) => !/^(?:[!+@-].*|TLS_\w*|TLSv1\.3|[a-z]*)$/.test(part));
  if (adds) return undefined;
  const message = /TLS_|TLSv1\.3/.test(list.value)
    ? l10n.t(
        'OpenSSL finds no cipher in this list: those of TLS 1.3 are on by themselves, and set with "ssl_conf_command Ciphersuites".',
      )
    : l10n.t(
        "OpenSSL finds no cipher in this list: write HIGH:!aNULL:!MD5, or names such as ECDHE-RSA-AES128-GCM-SHA256.",
      );
  return { word: list, message };
}

function groups([list]: readonly Word[]): Fault | undefined {
  if (!list || list.value === "auto" || list.value.includes("$")) return undefined;
  const parts = list.value.split(":");
  if (/[, ]/.test(list.value))
    return { word: list, message: l10n.t("Between two curves there is a colon: X25519:prime256v1.") };
  for (const part of parts) {
    if (curves.some((curve) => curve.toLowerCase() === part.toLowerCase())) continue;
    if (part === "" || part === "auto")
      return {
        word: list,
        message: l10n.t('"{0}" is no curve that OpenSSL knows: write names such as X25519, or "auto" alone.', part),
      };
    const near = /^(?:secp|prime|P-)\d*(?:[rv]\d?)?$/i.test(part) ? nearest(part, curves) : undefined;
    if (near)
      return { word: list, message: l10n.t('"{0}" is no curve that OpenSSL knows. Did you mean "{1}"?', part, near) };
  }
  return undefined;
}

function command([name, value]: readonly Word[]): Fault | undefined {
  if (!name || !value) return undefined;
  const known = commands.find((each) => each.toLowerCase() === name.value.toLowerCase());
  const near = known ?? nearest(name.value, commands);
  if (!known && near)
    return { word: name, message: l10n.t('OpenSSL has no command "{0}". Did you mean "{1}"?', name.value, near) };
  if (/^M(?:in|ax)Protocol$/.test(known ?? "") && !versions.includes(value.value)) {
    return { word: value, message: l10n.t("It must be one of {0}.", versions.join(", ")) };
  }
  if (
    known === "Ciphersuites" &&
    value.value.split(":").some((part) => !/^TLS_\w+$/.test(part)) &&
    value.value !== ""
  ) {
    const message = l10n.t("These are names such as TLS_AES_128_GCM_SHA256, with a colon between two.");
    return { word: value, message };
  }
  return undefined;
}

/** What OpenSSL refuses, nginx refuses only where a server has a certificate: elsewhere nobody looks at it. */
const judgedWith =
  (judge: (words: readonly Word[]) => Fault | undefined): Check =>
  ({ directive, scope, source: { path }, config }) => {
    const fault = judge(directive.args);
    if (!fault) return;
    config.later.push({
      sure: true,
      judge: ({ findings, servers }) => {
        const isUsed = [scope, ...servers.filter(({ up }) => up === scope)].some(hasCertificate);
        const severity = isUsed ? "error" : "warning";
        findings.push(makeFinding(path, "nginx-invalid-value", fault.word, fault.message, { severity }));
      },
    });
  };

const hasCertificate = (scope: Scope): boolean => allInForce(scope, "ssl_certificate").length > 0;

/** Values that are OpenSSL's, as far as every OpenSSL since 1.1.1 judges them alike; by the name of the directive. */
export const openssl: Readonly<Record<string, Check>> = {
  ssl_ciphers: judgedWith(ciphers),
  ssl_ecdh_curve: judgedWith(groups),
  ssl_conf_command: judgedWith(command),
};
