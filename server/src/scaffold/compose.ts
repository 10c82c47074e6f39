import { type Document, isMap, parseDocument, type ToStringOptions } from "yaml";
import { appFolder, type Blueprint, defaultUploadLimit, ports, secondsOf } from "./blueprint";
import { celeryWorker } from "./celeryWorker";
import { dataFolders } from "./dataFolders";
import { type Service, service, serviceHosts } from "./services";

/** `compose.yaml`: Nginx, the app, and what the app needs, each on the networks that it has to be on and no other. */
export function compose(blueprint: Blueprint): string {
  const { name, project, answers } = blueprint;
  const hosts = serviceHosts(answers.services);
  const services = [...hosts].map(([kind, host]) => ({ host, ...service(kind, host, project) }));
  const scratch = scratchSpace(project.uploadLimit ?? defaultUploadLimit);

  const document = parseDocument(skeleton(blueprint, scratch, services));
  document.setIn(["name"], name);
  document.setIn(["services", "nginx", "ports", 0], `\${HTTP_PORT:-${answers.port}}:${ports.nginx}`);
  const all = document.get("services");
  for (const { host, yaml } of services) {
    const pair = document.createPair(host, parseDocument(yaml).contents);
    pair.key.spaceBefore = true;
    if (isMap(all)) all.items.push(pair);
  }
  return print(document);
}

/** As every compose file here is printed: lines are never folded, since a folded URL is hard to read and to search. */
export const print = (document: Document, options: ToStringOptions = {}): string =>
  document.toString({ lineWidth: 0, flowCollectionPadding: false, ...options });

/** Bytes of memory of the web service, as compose writes it, unless `WEB_MEMORY` says otherwise. */
export function webMemory({ project, procfile: { workers = 2 } }: Blueprint): string {
  const app = 448 + 128 * Math.max(0, workers - 2);
  return `${app + scratchSpace(project.uploadLimit ?? defaultUploadLimit).megabytes}M`;
}

/** What Nginx and Werkzeug put down while a large request comes in: memory for small limits, a volume for large ones. */
function scratchSpace(uploadLimit: number): { readonly megabytes: number; readonly volume: boolean } {
  const megabytes = Math.max(64, 4 * Math.ceil(uploadLimit / 1024 ** 2));
  return megabytes <= 256 ? { megabytes, volume: false } : { megabytes: 64, volume: true };
}

function skeleton(
  blueprint: Blueprint,
  scratch: ReturnType<typeof scratchSpace>,
  services: readonly (Service & { readonly host: string })[],
): string {
  const { project, statics } = blueprint;
  const seconds = secondsOf(blueprint);
  const data = services.length > 0;
  const environment = webEnvironment(project.environment, services);
  const dependsOn = data
    ? `    depends_on:\n${services.map(({ host }) => `      ${host}:\n        condition: service_healthy\n`).join("")}`
    : "";
  const webVolumes = [
    ...dataFolders(project).map(({ path, volume }) => `${volume}:${appFolder}/${path}`),
    ...(scratch.volume ? ["web-tmp:/tmp"] : []),
  ];
  const volumes = [
    ...dataFolders(project).map(({ volume }) => volume),
    ...(scratch.volume ? ["nginx-tmp", "web-tmp"] : []),
    ...services.flatMap(({ volume }) => volume ?? []),
  ];
  const tmpfs = `[${JSON.stringify(`/tmp:mode=1777,size=${scratch.megabytes}m`)}]`;
  return `# A request comes in at nginx, goes on to web (Gunicorn with the Flask app)${data ? ", which asks the databases" : ""}.
name: app

services:
  # The only service that can be reached from outside.
  nginx:
    build:
      context: .
      target: nginx
    ports:
      - ""
    networks: [edge, app]
    depends_on:
      web:
        # A web container that is made anew has another address, which Nginx looks up when it starts.
        condition: service_healthy
        restart: true
    # Nothing can be written but /tmp, nobody is root, and no right of root is left.
    read_only: true
    ${scratch.volume ? 'volumes: ["nginx-tmp:/tmp"]' : `tmpfs: ${tmpfs}`}
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    init: true
    restart: unless-stopped
    # Longer than Gunicorn's graceful_timeout: requests in flight are finished before anything is killed.
    stop_grace_period: ${seconds.stopGrace}s
    deploy:
      resources:
        limits:
          cpus: "\${NGINX_CPUS:-1.0}"
          memory: ${128 + scratch.megabytes}M
          pids: 64
    logging:
      driver: json-file
      options: {max-size: 10m, max-file: "3"}
    # "docker compose up --watch" builds and replaces a service when its files change. The disk being
    # read-only, files are not copied into the running container.
    develop:
      watch:
${["nginx", ...statics.map(({ source }) => source)].map((path) => `        - action: rebuild\n          path: ${JSON.stringify(path)}\n`).join("")}
  web:
    build:
      context: .
      target: web
    # What the app and Gunicorn read from their environment; secrets stay in this file, which is not committed.
    env_file:
      - path: .env
        required: false
${environment}    networks: [${["app", ...(data ? ["data"] : []), ...(project.outbound ? ["internet"] : [])].join(", ")}]
${dependsOn}${
  webVolumes.length > 0
    ? `    # What has to outlive the container.
    volumes:
${webVolumes.map((volume) => `      - ${JSON.stringify(volume)}`).join("\n")}
`
    : ""
}    read_only: true
${scratch.volume ? "" : `    tmpfs: ${tmpfs}\n`}    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    init: true
    restart: unless-stopped
    stop_grace_period: ${seconds.stopGrace}s
    # ${blueprint.procfile.workers === undefined ? "Gunicorn starts one worker per CPU of this limit, two at least." : "The workers of gunicorn.conf.py share this limit."}
    deploy:
      resources:
        limits:
          cpus: "\${WEB_CPUS:-1.0}"
          memory: \${WEB_MEMORY:-${webMemory(blueprint)}}
          pids: ${project.websockets ? 1024 : 512}
    logging:
      driver: json-file
      options: {max-size: 10m, max-file: "3"}
    develop:
      watch:
        - action: rebuild
          path: .
          # What only Nginx reads is no reason to replace the app.
          ignore: [nginx/]
${celeryWorker(blueprint, { environment, dependsOn })}
networks:
  # Nginx and the world.
  edge: {}
  # Nginx and the app: "internal" has no way out.
  app:
    internal: true
${
  data
    ? `  # The app and its databases, which Nginx cannot reach.
  data:
    internal: true
`
    : ""
}${
  project.outbound
    ? `  # The way out for the app, which calls other hosts.
  internet: {}
`
    : ""
}${volumes.length > 0 ? `\nvolumes:\n${volumes.map((volume) => `  ${volume}: {}\n`).join("")}` : ""}`;
}

/** The addresses of the services, under the names that the app reads. */
function webEnvironment(variables: Blueprint["project"]["environment"], services: readonly Service[]): string {
  const found = new Map<string, string>();
  for (const { variables: known, url } of services) {
    const read = variables.filter(({ name }) => Object.hasOwn(known, name));
    for (const name of read.length > 0 ? read.map((variable) => variable.name) : [url]) {
      const value = known[name];
      if (value !== undefined && !found.has(name)) found.set(name, value);
    }
  }
  if (variables.length > 0) found.set("FLASK_DEBUG", "0");
  if (found.size === 0) return "";
  return `    environment:\n${[...found].map(([name, value]) => `      ${name}: ${JSON.stringify(value)}\n`).join("")}`;
}
