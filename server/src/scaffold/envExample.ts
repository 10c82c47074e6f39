import type { Blueprint } from "./blueprint";
import { webMemory } from "./compose";
import { concurrency } from "./gunicornConf";
import { must, service, serviceHosts } from "./services";

/**
 * `.env.example`: every variable that the app and the stack read. Copied to `.env`, which is never committed.
 * @param compose the compose file as it will be
 */
export function envExample(blueprint: Blueprint, compose: string): string {
  const { project, answers } = blueprint;
  const { workers, threads } = concurrency(blueprint);
  const { passwords, addresses } = stackVariables(blueprint, compose);
  const own = project.environment.filter(
    ({ name }) => !addresses.has(name) && !passwords.has(name) && !stackNames.has(name),
  );
  const app = own
    .map(({ name, default: value, required, secret }) => {
      const comment = secret
        ? "# A secret: never committed.\n"
        : required
          ? "# The app does not start without it.\n"
          : "";
      const shown = secret || value === undefined ? "" : quoted(value);
      return `${comment}${required || secret ? "" : "#"}${name}=${shown}\n`;
    })
    .join("");
  return `# What the stack reads from its environment. Copy this file to .env, which is never committed, and fill it in.
${app === "" ? "" : `\n${app}`}${
  passwords.size === 0
    ? ""
    : `\n${[...passwords].map((name) => `# A secret of this stack alone: any long random text.\n${name}=\n`).join("")}`
}
# The port of this machine that the site is at.
#HTTP_PORT=${answers.port}

# What the containers may use at most.
#WEB_CPUS=1.0
#WEB_MEMORY=${webMemory(blueprint)}
#NGINX_CPUS=1.0

${threads === undefined ? "# Gunicorn: worker processes." : "# Gunicorn: worker processes, and threads in each."}
#WEB_CONCURRENCY=${workers}
${threads === undefined ? "" : `#WEB_THREADS=${threads}\n`}`;
}

const stackNames: ReadonlySet<string> = new Set([
  "HTTP_PORT",
  "WEB_CPUS",
  "WEB_MEMORY",
  "NGINX_CPUS",
  "WEB_CONCURRENCY",
  "WEB_THREADS",
]);

/**
 * The variables that compose sets for the app, and those that hold the services' passwords. A database of the user's
 * own, which takes the place of ours, has its own password: the compose file does not ask for ours then.
 */
export function stackVariables(
  { project, answers }: Blueprint,
  compose: string,
): {
  readonly passwords: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
} {
  const services = [...serviceHosts(answers.services)].map(([kind, host]) => service(kind, host, project));
  return {
    passwords: new Set(
      services.flatMap(({ password }) => password ?? []).filter((name) => compose.includes(must(name))),
    ),
    addresses: new Set(services.flatMap(({ variables }) => Object.keys(variables))),
  };
}

/** As compose reads it: quotes where the value would end early or be expanded. */
const quoted = (value: string): string =>
  /^[\w./:@%+,-]*$/.test(value)
    ? value
    : `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", " ")}'`;
