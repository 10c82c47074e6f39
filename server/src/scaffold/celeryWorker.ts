import type { ServiceName } from "../project/project";
import { appFolder, type Blueprint } from "./blueprint";
import { dataFolders } from "./dataFolders";
import { service, serviceHosts } from "./services";

/** What Celery's tasks wait in, and the port that it is asked at. */
const brokers: readonly (readonly [ServiceName, number])[] = [
  ["rabbitmq", 5672],
  ["redis", 6379],
];

/** The service that works off Celery's tasks, by what it is started with and where the tasks wait. */
interface Worker {
  readonly command: readonly string[];
  /** The broker's. */
  readonly port: number;
}

/**
 * Undefined where the code does not surely say which Celery app there is and that its tasks wait in a service of this
 * stack: a worker that cannot reach its broker would keep the stack from becoming healthy.
 */
function workerOf({ project, answers }: Blueprint): Worker | undefined {
  const { celery } = project;
  if (celery === undefined) return undefined;
  const hosts = serviceHosts(answers.services);
  const broker = brokers.find(([kind]) => {
    const host = hosts.get(kind);
    if (host === undefined) return false;
    const known = service(kind, host, project).variables;
    const at = new RegExp(`^\\w+://([^/@]*@)?${host}[:/]`);
    return (
      celery.brokerVariables.length + celery.brokerUrls.length > 0 &&
      celery.brokerVariables.every((name) => Object.hasOwn(known, name)) &&
      celery.brokerUrls.every((url) => at.test(url))
    );
  });
  if (broker === undefined) return undefined;
  const include = celery.modules.length === 0 ? [] : ["--include", celery.modules.join(",")];
  const command = ["celery", "-A", celery.target, "worker", ...include, "--loglevel", "INFO", "--concurrency", "2"];
  return { command, port: broker[1] };
}

/** What the worker has as `web` has it, as compose.yaml writes it there. */
interface Shared {
  readonly environment: string;
  readonly dependsOn: string;
}

/** The entry `worker` under `services:`, or nothing. */
export function celeryWorker(blueprint: Blueprint, { environment, dependsOn }: Shared): string {
  const worker = workerOf(blueprint);
  if (worker === undefined) return "";
  const { project } = blueprint;
  const volumes = dataFolders(project).map(({ path, volume }) => `${volume}:${appFolder}/${path}`);
  return `
  # Works off the tasks that the app has put into the queue. The same image as web, with another command.
  worker:
    build:
      context: .
      target: web
    # Two processes; without a number, Celery starts one for each of the host's cores.
    command: ${JSON.stringify(worker.command)}
    # It has no port. It is healthy while it is connected to the broker, which costs less to look up than
    # "celery inspect ping", for which the whole app is loaded.
    healthcheck:
      test: ${JSON.stringify(["CMD", "python", "-IS", "-c", connected(worker.port)])}
      interval: 3s
      timeout: 5s
      start_period: 60s
      retries: 5
    env_file:
      - path: .env
        required: false
${environment}    networks: [data${project.outbound ? ", internet" : ""}]
${dependsOn}${volumes.length > 0 ? `    volumes:\n${volumes.map((volume) => `      - ${JSON.stringify(volume)}\n`).join("")}` : ""}    read_only: true
    tmpfs: ["/tmp:mode=1777,size=64m"]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    init: true
    restart: unless-stopped
    # A task that has begun may take this long to end when the stack stops.
    stop_grace_period: 60s
    deploy:
      resources:
        limits:
          cpus: "1.0"
          memory: 512M
          pids: 256
    logging:
      driver: json-file
      options: {max-size: 10m, max-file: "3"}
    develop:
      watch:
        - action: rebuild
          path: .
          ignore: [nginx/]
`;
}

/** Python that fails unless a connection to this port is established (01), as the kernel lists them. */
function connected(port: number): string {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")} 01 `;
  return `raise SystemExit(not any('${end}' in open(f'/proc/net/{table}').read() for table in ('tcp', 'tcp6')))`;
}
