import * as l10n from "@vscode/l10n";
import type { ComposeService } from "../languages/compose/facts";
import { readCompose } from "../languages/compose/reader";
import { lineCounter } from "../languages/lines";
import { type Configuration, configurations, findingsByFile } from "../languages/nginx/configurations";
import type { Finding } from "../languages/nginx/diagnostics/model";
import { type NginxFiles, nginxFiles } from "../languages/nginx/files";
import { filesMatching } from "../languages/nginx/glob";
import { testLocation } from "../languages/nginx/locationTester/locationTester";
import { readRequest } from "../languages/nginx/locationTester/request";
import { type Directive, walk } from "../languages/nginx/tree";
import { isWithin } from "../stack/containers";
import { readProxy } from "../stack/proxy";
import { installedBy, surroundingsOf } from "../stack/surroundings";
import type { Files } from "../workspace/files";
import { nginxHealthPath, ports } from "./blueprint";

/** The files of the stack as they are once the plan is applied, beside an `nginx.conf` that stays the user's. */
export interface Around {
  readonly files: Files;
  readonly composePath: string;
  /** The Dockerfile is as it would be written: it copies the configuration, starts nginx and asks for its health. */
  readonly ownDockerfile: boolean;
  /** Gunicorn listens where the stack expects it: no file of the user's says otherwise. */
  readonly ownGunicorn: boolean;
}

/**
 * What in an `nginx.conf` of the user's keeps the stack around it from working, one sentence for each mistake and what to
 * write instead; already translated. Nothing is said of what may be right.
 * @param path where it is, relative to the project
 */
export function nginxNotes(path: string, around: Around): readonly string[] {
  const { files, composePath, ownDockerfile, ownGunicorn } = around;
  const installed = installedBy(files, [composePath, "Dockerfile"]);
  const nginx = nginxFiles([path], files.text, {
    matching: (pattern) => filesMatching(pattern, files.list),
    installed,
  });
  const services = readCompose(files.text(composePath) ?? "").services;
  const places = (installed.get(path) ?? []).filter((place) => place.path === "/etc/nginx/nginx.conf");
  const proxy = services.find(({ value }) => places.some(({ container }) => container === `${composePath} ${value}`));
  const [read] = configurations(nginx, surroundingsOf(files, ["nginx"]), path);
  if (proxy === undefined || read === undefined) return [];
  const isOurs = ownDockerfile && proxy.build?.target === "nginx";

  const app = services.find(({ build }) => build?.target === "web");
  const findings = findingsByFile(nginx, [read]).get(path) ?? [];
  const [refused] = findings.filter(
    ({ severity, code }) => severity === "error" && code !== "nginx-undefined-upstream",
  );
  const line = lineOf(path, nginx);
  if (refused !== undefined) {
    const isSlip = refused.code === "nginx-unknown-directive" || refused.code === "nginx-invalid-value";
    return [
      l10n.t("{0} is yours: nginx does not start with it, for line {1}: {2}", path, line(refused), refused.message),
      // Where the rest can be read, the next start should not fail for what could be said now.
      ...(isSlip && isOurs && isWhole(path, nginx) ? diskNotes(path, read, nginx, proxy, composePath) : []),
    ];
  }
  return [
    ...findings.flatMap((finding) => findingNote(finding)),
    ...(isOurs ? diskNotes(path, read, nginx, proxy, composePath) : []),
    ...(isOurs ? healthNotes(path, read, nginx) : []),
    ...(ownGunicorn && app !== undefined ? passNotes(app) : []),
  ];

  function findingNote(finding: Finding): readonly string[] {
    const { code, message, severity } = finding;
    if (code === "nginx-port-not-listened") {
      if (!isOurs || severity !== "warning") return [];
      return [
        l10n.t(
          "{0} is yours: no server listens at port {1}, which {2} publishes and the health check asks: write listen {1}; in line {3}.",
          path,
          ports.nginx,
          composePath,
          line(finding),
        ),
      ];
    }
    if (code !== "nginx-undefined-upstream" && code !== "nginx-loopback-in-container") return [];
    const address = `${app?.value}:${ports.gunicorn}`;
    const isTold = app === undefined || !ownGunicorn || message.includes(address);
    const there = isTold ? [] : [l10n.t("The app is at {0}.", address)];
    return [[l10n.t("{0} is yours, line {1}: {2}", path, line(finding), message), ...there].join(" ")];
  }

  /** Requests to the app's service at a port that Gunicorn does not listen at. */
  function passNotes({ value: name, aliases }: ComposeService): readonly string[] {
    const servers = read === undefined ? [] : readProxy(read, nginx).passes.flatMap((pass) => pass.servers);
    const missed = servers.filter(
      ({ path: at, value: { host, port } }) =>
        at === path && [name, ...aliases].includes(host) && port !== undefined && port !== ports.gunicorn,
    );
    return [...new Map(missed.map((it) => [it.value.port, it])).values()].map((it) =>
      l10n.t(
        "{0} is yours, line {1}: Gunicorn does not listen at port {2}: write {3}.",
        path,
        line(it),
        String(it.value.port),
        `${it.value.host}:${ports.gunicorn}`,
      ),
    );
  }
}

/** A configuration of its own, and no part that another includes. */
const isWhole = (path: string, files: NginxFiles): boolean =>
  files.tree(path)?.items.some((item) => item.kind === "directive" && item.name.value === "http") === true;

/** 1-based. */
function lineOf(path: string, files: NginxFiles): (at: { readonly start: number }) => number {
  const count = lineCounter(files.tree(path)?.text ?? "");
  return ({ start }) => count(start) + 1;
}

/** Where the official image's nginx writes unless told, and where it can here. */
const written = [
  ["pid", "/run/nginx.pid", "/tmp/nginx.pid"],
  ["client_body_temp_path", "/var/cache/nginx/client_temp", "/tmp/client_body"],
  ["proxy_temp_path", "/var/cache/nginx/proxy_temp", "/tmp/proxy"],
  ["fastcgi_temp_path", "/var/cache/nginx/fastcgi_temp", "/tmp/fastcgi"],
  ["uwsgi_temp_path", "/var/cache/nginx/uwsgi_temp", "/tmp/uwsgi"],
  ["scgi_temp_path", "/var/cache/nginx/scgi_temp", "/tmp/scgi"],
] as const;

/** nginx does not start where it cannot write its files: its disk is read-only in the compose file. */
function diskNotes(
  path: string,
  read: Configuration,
  files: NginxFiles,
  { readOnly, tmpfs, volumes }: ComposeService,
  composePath: string,
): readonly string[] {
  if (readOnly?.value !== true) return [];
  const writable = [...tmpfs.map(({ value }) => value), ...volumes.map(({ target }) => target)].map(withoutLink);
  const isWritable = (file: string): boolean =>
    /^\/dev\/|[$]/.test(file) || writable.some((folder) => isWithin(withoutLink(file), folder));
  if (!isWritable("/tmp/nginx.pid")) return [];
  const said = new Map<string, string[]>();
  for (const member of read.members) {
    const tree = files.tree(member);
    if (tree)
      walk(
        tree,
        ({ name, args: [file] }) => void said.set(name.value, [...(said.get(name.value) ?? []), file?.value ?? ""]),
      );
  }
  const missing = written.filter(([name, usual]) => !(said.get(name) ?? [usual]).every(isWritable));
  const lines = missing.map(([name, , there]) => `${name} ${there};`);
  if (lines.length === 0) return [];
  return [
    l10n.t(
      "{0} is yours: {1} lets nginx write to {2} alone, so nginx does not start with it: add these lines, pid at the top and the others in http: {3}",
      path,
      composePath,
      writable.join(", "),
      lines.join(" "),
    ),
  ];
}

/** In the images `/var/run` is a link. */
const withoutLink = (path: string): string => path.replace(/^\/var\/run(?=\/|$)/, "/run");

/** The Dockerfile's health check gets the app's 404 where nothing else answers it. */
function healthNotes(path: string, read: Configuration, files: NginxFiles): readonly string[] {
  const request = readRequest(`http://127.0.0.1:${ports.nginx}${nginxHealthPath}`);
  const { server, location } = testLocation(read, files, request);
  const listens = server && valuesIn(server.directive, "listen");
  if (!listens?.some((value) => value === String(ports.nginx) || value.endsWith(`:${ports.nginx}`))) return [];
  const chosen = location?.directive;
  if (chosen === undefined || holds(server?.directive, "return") || !holds(chosen, "proxy_pass")) return [];
  if (["return", "rewrite", "try_files", "error_page", "if"].some((name) => holds(chosen, name))) return [];
  return [
    l10n.t(
      "{0} is yours: the health check of the Dockerfile asks nginx for {1}, which it hands on to the app: add location = {1} { return 200; } to the server.",
      path,
      nginxHealthPath,
    ),
  ];
}

const valuesIn = ({ block }: Directive, name: string): readonly string[] =>
  (block?.items ?? []).flatMap((item) =>
    item.kind === "directive" && item.name.value === name ? (item.args[0]?.value ?? "") : [],
  );

const holds = (directive: Directive | undefined, name: string): boolean =>
  directive !== undefined && valuesIn(directive, name).length > 0;
