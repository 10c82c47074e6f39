/** Names of environment variables whose values are nobody's business on a shared screen. */
const secret = /SECRET|PASSWORD|PASSWD|TOKEN|KEY|DATABASE_URL|DSN|CREDENTIAL/i;

/** The same JSON; the values of environment variables that look like secrets are not shown. */
export function withoutSecrets(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) =>
    key === "Env" && Array.isArray(inner) ? inner.map((entry) => hidden(String(entry))) : inner,
  );
}

function hidden(entry: string): string {
  const [name = "", ...rest] = entry.split("=");
  return secret.test(name) && rest.join("=") !== "" ? `${name}=********` : entry;
}
