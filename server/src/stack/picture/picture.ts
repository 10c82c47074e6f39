import { stageOf } from "../../languages/dockerfile/stages";
import type { CommandWord } from "../../languages/gunicorn/model";
import { configurations } from "../../languages/nginx/configurations";
import { readGunicorns } from "../../project/gunicorns";
import { inspect } from "../../project/inspect";
import type { PictureFact, PictureResult, PictureStage } from "../../protocol";
import type { Files } from "../../workspace/files";
import { walk } from "../../workspace/walk";
import type { Parts, Running, Service } from "../model";
import { openNginx, readParts } from "../parts";
import { allServices, dockerfileOf, isForDevelopment } from "../services";
import { joinStack } from "../stack";
import { copiesOf } from "../surroundings";
import { gunicornFacts } from "./gunicorn";
import { readServer } from "./nginx";
import { factsIn, type MakeFact } from "./place";
import { portFacts, serviceFacts } from "./services";

/**
 * The way of a request through the stack of a folder, as its files tell it: published port → nginx → upstream →
 * Gunicorn → app, then the other services. A stage that the files say nothing of is left out; without a Gunicorn there
 * is no way at all.
 */
export function pictureOf(files: Files): PictureResult {
  const paths = walk(files).files;
  const parts = readParts(files, paths);
  const first = chosen(joinStack(readGunicorns(files, { paths }), parts));
  if (first === undefined) return { stages: [] };
  const cpus = first.containers[0]?.cpus?.value;
  // Gunicorn counts the processors that its container may use.
  const counted =
    cpus === undefined || cpus <= 1
      ? first
      : chosen(joinStack(readGunicorns(files, { paths, cpus: Math.ceil(cpus) }), parts));
  return draw(counted ?? first, parts, files, paths);
}

/** The Gunicorn that serves: in a container rather than not, not for development, behind a proxy. */
function chosen(stack: readonly Running[]): Running | undefined {
  const rank = ({ containers, proxies, gunicorn }: Running): number =>
    (gunicorn.command === undefined ? 0 : 4) +
    (containers.some(({ service, development }) => service !== undefined && !development) ? 2 : 0) +
    (proxies.length > 0 ? 1 : 0);
  return [...stack].sort((one, other) => rank(other) - rank(one))[0];
}

function draw(running: Running, parts: Parts, files: Files, paths: readonly string[]): PictureResult {
  const fact = factsIn(files);
  const container = running.containers.find(({ development }) => !development) ?? running.containers[0];
  const web = container?.service;
  const services = allServices(parts.compose).filter(
    ({ path, facts }) => path === web?.path && !facts.profiles.some(isForDevelopment),
  );
  const [pass] = running.proxies;
  const nginxService = services.find((service) => isNginx(service, parts));
  const trees = openNginx(files, paths, parts.installed);
  const roots = configurations(trees);
  const holding = roots.find(({ members }) => pass !== undefined && members.includes(pass.path));
  const root = holding ?? (nginxService && roots.find(({ context }) => context === "main"));
  const server = root && readServer(root.members, trees, pass);
  const others = services.filter(
    ({ facts }) => facts.value !== web?.facts.value && facts.value !== nginxService?.facts.value,
  );
  const entrance = nginxService ?? web;
  const stages: (PictureStage | undefined)[] = [
    entrance && stage("port", "", entrance, portFacts(entrance, fact)),
    server && stage("nginx", "nginx", nginxService, withSources(server.said.map(fact), files, nginxService)),
    pass?.upstream && stage("upstream", pass.upstream.value, undefined, upstreamFacts(pass, fact)),
    stage("gunicorn", "Gunicorn", web, gunicornFacts(running, container, fact)),
    appStage(running, files, paths, { fact, web }),
    ...others.map((service) => stage("service", service.facts.value, service, serviceFacts(service, fact))),
  ];
  return {
    stages: stages.flatMap((each) => (each && each.facts.length > 0 ? each : [])),
    ...(server?.statusUrl === undefined ? {} : { statusUrl: server.statusUrl }),
  };
}

const stage = (
  kind: PictureStage["kind"],
  name: string,
  service: Service | undefined,
  facts: PictureStage["facts"],
): PictureStage => ({ kind, name, ...(service ? { service: service.facts.value } : {}), facts });

function isNginx({ facts, path, base }: Service, { dockerfiles }: Parts): boolean {
  const file = dockerfileOf({ path: base?.path ?? path, facts });
  const stages = dockerfiles.find((it) => it.path === file)?.facts;
  const image = facts.image?.value ?? (stages && stageOf(stages, facts.build?.target)?.image);
  return image !== undefined && /(^|\/)(nginx|nginx-unprivileged|openresty)(:|@|$)/.test(image);
}

/** Where the files of a static location come from: `alias /srv/static/` is `guestbook/static` of the project. */
function withSources(facts: PictureStage["facts"], files: Files, service: Service | undefined): PictureStage["facts"] {
  const copies = (service && copiesOf(files).get(service.facts.value)) ?? [];
  return facts.map((each) => {
    const [, folder] = /^(?:alias|root) (\/.*?)\/?$/.exec(each.value) ?? [];
    const source = folder && copies.find(({ target }) => target === folder)?.source;
    return source === undefined ? each : { ...each, value: `${each.value} ← ${source}` };
  });
}

function upstreamFacts({ upstream, servers }: Running["proxies"][number], fact: MakeFact): PictureStage["facts"] {
  if (upstream === undefined) return [];
  const { keepalive, keepaliveTimeout, keepaliveTimeoutAt } = upstream;
  return [
    ...servers.map((server) => {
      const { host, port } = server.value;
      return fact({ ...server, name: "server", value: port === undefined ? host : `${host}:${port}` });
    }),
    ...(keepalive ? [fact({ ...keepalive, name: "keepalive", value: String(keepalive.value) })] : []),
    ...(keepaliveTimeoutAt
      ? [fact({ ...keepaliveTimeoutAt, name: "keepalive_timeout", value: `${keepaliveTimeout}s` })]
      : []),
  ];
}

/** The app: the object that Gunicorn is told to serve, and where the project makes it. */
function appStage(
  running: Running,
  files: Files,
  paths: readonly string[],
  { fact, web }: { readonly fact: MakeFact; readonly web: Service | undefined },
): PictureStage | undefined {
  const word = running.gunicorn.command?.targets[0];
  const { candidates, target: only, uploadLimit } = inspect(files);
  const target = word?.text ?? only ?? candidates[0]?.target;
  if (target === undefined) return undefined;
  const made = candidates.find((candidate) => candidate.target === target);
  return stage("app", target, web, [
    word ? fact({ ...placeOf(word), name: "target", value: target }) : { name: "target", value: target },
    ...(made
      ? [
          {
            name: "app",
            value: `${made.file}:${made.line}`,
            place: {
              path: made.file,
              start: { line: made.line - 1, character: 0 },
              end: { line: made.line - 1, character: 0 },
            },
          },
        ]
      : []),
    ...(uploadLimit === null ? [] : [{ ...onlyLine(uploadSetting, files, paths), value: String(uploadLimit) }]),
  ]);
}

const uploadSetting = "MAX_CONTENT_LENGTH";

/** A setting of Flask, with its line where a single one of the project's Python files speaks of it. */
function onlyLine(name: string, files: Files, paths: readonly string[]): Pick<PictureFact, "name" | "place"> {
  const places = paths
    .filter((path) => path.endsWith(".py"))
    .flatMap((path) => {
      const lines = files.text(path)?.includes(name) ? (files.text(path) ?? "").split("\n") : [];
      return lines.flatMap((text, line) => {
        const character = /^\s*#/.test(text) ? -1 : text.indexOf(name);
        const end = { line, character: character + name.length };
        return character < 0 ? [] : [{ path, start: { line, character }, end }];
      });
    });
  const [place] = places;
  return places.length === 1 && place !== undefined ? { name, place } : { name };
}

const placeOf = ({ path, start, end }: CommandWord) => ({ path, start, end });
