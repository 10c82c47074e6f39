import { composeName } from "../languages/compose/files";
import { readCompose } from "../languages/compose/reader";
import type { DockerStage } from "../languages/dockerfile/facts";
import { dockerfileName } from "../languages/dockerfile/files";
import { readStages, stageOf } from "../languages/dockerfile/stages";
import { readDotenv } from "../languages/dotenv/reader";
import { filesMatching } from "../languages/nginx/glob";
import type { Installed, InstalledFiles, NginxContainer } from "../languages/nginx/installed";
import type { Files } from "../workspace/files";
import { join, nameOf, normalize, parentOf, within } from "../workspace/paths";
import type { Parts } from "./model";
import { type GivenToNginx, nginxContainers } from "./nginxContainers";
import { dockerfileOf } from "./services";

/** Folders in which images keep nginx's configuration. */
const homes =
  /^(?:(?:\/usr\/local)?\/etc\/nginx|\/usr\/local\/(?:openresty\/)?nginx\/conf|\/opt\/bitnami\/nginx\/conf)\//;

/** What nginx reads there by itself; any other file has to be included by one of these. */
const ofNginx = /\.conf$|\/sites-(?:available|enabled)\/[^/]+$|\/templates\/.+\.template$/;

/** The official image, whose nginx.conf includes `conf.d` in `http`. */
const official = /(?:^|\/)(?:nginx|nginx-unprivileged)(?:[:@].*)?$/;

const isHome = (target: string): boolean => homes.test(`${target}/`);

/** Deeper than this nobody keeps a configuration below the folder that is mounted. */
const mostFolders = 4;

/** A file or folder that a container is given. */
interface Given {
  readonly container: string;
  readonly image: string | undefined;
  /** Relative to the project; undefined where it is outside. */
  readonly source: string | undefined;
  readonly target: string;
  /** It is mounted over what the image has there. */
  readonly mounted: boolean;
}

/** Where the Nginx files are that compose files mount and Dockerfiles copy to where nginx reads its configuration. */
export function installedFiles(parts: Pick<Parts, "compose" | "dockerfiles">, files: Files): InstalledFiles {
  const found = new Map<string, Installed[]>();
  const given = new Map<string, GivenToNginx[]>();
  for (const { container, image, source, target, mounted } of givenIn(parts, files)) {
    const put = source === undefined ? [] : putFiles(source, target, files).filter(([, at]) => isOfNginx(at));
    given.set(container, [...(given.get(container) ?? []), { target, files: put.map(([, at]) => at), mounted }]);
    for (const [path, at] of put) {
      const context = contextAt(at, image);
      found.set(path, [...(found.get(path) ?? []), { container, path: at, ...(context ? { context } : {}) }]);
    }
  }
  return sure(found, nginxContainers(parts, given));
}

const isOfNginx = (at: string): boolean => ofNginx.test(at) && !/\/(?:modsec|owasp|crs)[\w.-]*\//.test(at);

function givenIn({ compose, dockerfiles }: Pick<Parts, "compose" | "dockerfiles">, files: Files): Given[] {
  const built = new Set<string>();
  const services = compose.flatMap(({ path, facts }) => facts.services.map((service) => ({ path, facts: service })));
  const ofServices = services.flatMap((service): Given[] => {
    const { path, facts } = service;
    const container = `${path} ${facts.value}`;
    const dockerfile = dockerfiles.find((each) => each.path === dockerfileOf(service));
    const stage = dockerfile && stageOf(dockerfile.facts, facts.build?.target);
    const image = facts.image?.value ?? stage?.image;
    const mounts = facts.volumes.flatMap(({ type, source, target }): Given[] =>
      isHome(target)
        ? [
            {
              container,
              image,
              source: type === "bind" && source !== undefined ? normalize(join(parentOf(path), source)) : undefined,
              target,
              mounted: true,
            },
          ]
        : [],
    );
    if (dockerfile === undefined || facts.build === undefined) return mounts;
    built.add(dockerfile.path);
    return [...mounts, ...copiedIn(stage, join(parentOf(path), facts.build.context), container, files)];
  });
  // What is built without a compose file is built in its own folder, or in the project's.
  const alone = dockerfiles
    .filter(({ path }) => !built.has(path))
    .flatMap(({ path, facts }) =>
      [...new Set([parentOf(path), "."])].flatMap((context) =>
        copiedIn(stageOf(facts, undefined), context, path, files),
      ),
    );
  return [...ofServices, ...alone];
}

function copiedIn(stage: DockerStage | undefined, context: string, container: string, files: Files): Given[] {
  return (stage?.copies ?? []).flatMap(({ stage: from, sources, target }) => {
    if (from !== undefined || !isHome(target)) return [];
    const into = target.endsWith("/") || sources.length > 1 || /\/(?:\w+\.d|\w[\w-]*)$/.test(target);
    return sources.flatMap((written): Given[] => {
      const source = normalize(join(context, written));
      const all =
        source !== undefined && /[*?[]/.test(source) ? filesMatching(source, files.list) : source ? [source] : [];
      const common = { container, image: stage?.image, mounted: false };
      if (all.length === 0) return [{ ...common, source: undefined, target }];
      return all.map((each) => ({
        ...common,
        source: each,
        target: into && files.text(each) !== undefined ? join(target.replace(/\/$/, ""), nameOf(each)) : target,
      }));
    });
  });
}

function contextAt(path: string, image: string | undefined): Installed["context"] {
  if (/^\/etc\/nginx\/nginx\.conf$/.test(path)) return "main";
  return /^\/etc\/nginx\/(?:conf\.d|templates)\/[^/]+$/.test(path) && official.test(image ?? "") ? "http" : undefined;
}

/** Where the container has an nginx.conf of the project's, that one says what a part of it is. */
function sure(
  found: ReadonlyMap<string, readonly Installed[]>,
  containers: ReadonlyMap<string, NginxContainer>,
): InstalledFiles {
  const own = new Set(
    [...found.values()].flat().flatMap(({ container, context }) => (context === "main" ? [container] : [])),
  );
  return new Map(
    [...found].map(([path, places]) => [
      path,
      places.map(({ context, container, path: at }) => {
        const known = context === "main" || (context !== undefined && !own.has(container));
        const nginx = containers.get(container);
        return { container, path: at, ...(known ? { context } : {}), ...(nginx ? { nginx } : {}) };
      }),
    ]),
  );
}

/** A file, or all files below a folder, with where each is when it is put at a target. */
function putFiles(source: string, target: string, files: Files, depth = 0): [path: string, at: string][] {
  if (files.text(source) !== undefined) return [[source, target]];
  if (depth > mostFolders || source === "." || nameOf(source) === "node_modules") return [];
  return files
    .list(source)
    .flatMap(({ name }) => putFiles(join(source, name), `${target.replace(/\/$/, "")}/${name}`, files, depth + 1));
}

/**
 * Where the Nginx files of one folder of a stack are in their containers, as its compose file and the Dockerfiles in it,
 * one folder below and in that folder tell.
 * @param own the folder, relative to the stack's; the paths of the answer are relative to it
 */
export function installedIn(files: Files, own: string): InstalledFiles {
  const folders = files
    .list(".")
    .flatMap(({ name, kind }) => (kind === "folder" && !name.startsWith(".") ? [name] : []));
  const paths = [...new Set([".", own, ...folders])].flatMap((folder) =>
    files.list(folder).flatMap(({ name, kind }) => (kind === "file" ? [join(folder, name)] : [])),
  );
  return new Map(
    [...installedBy(files, paths)].flatMap(([path, places]) => {
      const inside = within(path, own);
      return inside === undefined ? [] : [[inside, places] as const];
    }),
  );
}

/** Where the Nginx files of a folder are in their containers, as the compose files and Dockerfiles among these tell. */
export function installedBy(files: Files, paths: readonly string[]): InstalledFiles {
  const textOf = (path: string): string => files.text(path) ?? "";
  const named = (name: RegExp): string[] => paths.filter((path) => name.test(nameOf(path)));
  const compose = named(composeName).map((path) => ({
    path,
    facts: readCompose(textOf(path), readDotenv(textOf(join(parentOf(path), ".env")))),
  }));
  const dockerfiles = named(dockerfileName).map((path) => ({ path, facts: readStages(textOf(path)) }));
  return installedFiles({ compose, dockerfiles }, files);
}
