import { join, posix } from "node:path";
import type { ServerProgram, SourceMapping } from "../engine";
import { isWithin, localPaths } from "../localPaths";
import type { ComposeService } from "./composeConfig";
import { type Disk, placementsOf, stageOfService } from "./placements";

/** What the project has in a service's container, and which of it is configuration. */
export interface Sources {
  /** Absolute paths of files that are there: what is built from, then what its program reads. */
  readonly files: readonly string[];
  readonly mappings: readonly SourceMapping[];
}

/** Reads what a service's Dockerfile, mounts and command say of the files that make it what it is. */
export function sourcesOf(service: ComposeService, program: ServerProgram | undefined, disk: Disk): Sources {
  const mappings = placementsOf(service, disk);
  const mounted = service.binds.map(({ source }) => source).filter((path) => isConfig.test(path));
  const own =
    program === "nginx"
      ? nginxFiles(mappings, disk)
      : program === "gunicorn"
        ? gunicornFiles(service, mappings, disk)
        : [];
  const dockerfile = service.build?.dockerfile;
  const files = [...(dockerfile === undefined ? [] : [dockerfile]), ...own, ...mounted];
  return { files: [...new Set(files)].filter((path) => disk.text(path) !== undefined), mappings };
}

const isConfig = /\.(conf|py|template|toml|ini|env|ya?ml)$/;

/** Where images keep nginx's configuration, and what of it nginx reads. */
const nginxHomes = [
  "/etc/nginx",
  "/usr/local/nginx/conf",
  "/usr/local/openresty/nginx/conf",
  "/opt/bitnami/nginx/conf",
];
const ofNginx = /\.conf$|\.template$|\/sites-(available|enabled)\/[^/]+$/;
/** Deeper than this nobody keeps a configuration, and more files of it no panel shows. */
const deepest = 4;
const most = 40;

function nginxFiles(mappings: readonly SourceMapping[], disk: Disk): readonly string[] {
  const found = mappings.flatMap(({ local, remote }) =>
    nginxHomes.flatMap((home) => {
      if (isWithin(remote, home)) return filesBelow(local, remote, disk, deepest);
      return isWithin(home, remote) ? filesBelow(join(local, posix.relative(remote, home)), home, disk, deepest) : [];
    }),
  );
  return found.slice(0, most);
}

function filesBelow(local: string, remote: string, disk: Disk, depth: number): readonly string[] {
  if (!disk.isFolder(local)) return ofNginx.test(remote) ? [local] : [];
  if (depth === 0) return [];
  return disk
    .list(local)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => filesBelow(join(local, name), `${remote}/${name}`, disk, depth - 1));
}

/** What an app is installed by, in the folder that its image is built from. */
const requirements = ["requirements.txt", "pyproject.toml"];

function gunicornFiles(service: ComposeService, mappings: readonly SourceMapping[], disk: Disk): readonly string[] {
  const stage = stageOfService(service, disk);
  const entrypoint = service.entrypoint ?? words(stage?.entrypoint?.value);
  // An entry point of the compose file takes away the image's command, too.
  const command = service.command.length > 0 || service.entrypoint ? service.command : words(stage?.command?.value);
  const folder = service.workingDirectory ?? stage?.workingDirectory ?? "/";
  const local = (path: string): string | undefined =>
    localPaths(posix.resolve("/", folder, path), mappings).find((each) => disk.text(each) !== undefined);
  const scripts = [...entrypoint, ...command].flatMap((word) =>
    /\.sh$|entrypoint/.test(word) ? (local(word) ?? []) : [],
  );
  const said = [
    ...[...entrypoint, ...command],
    service.gunicornArguments ?? "",
    ...scripts.map((path) => disk.text(path) ?? ""),
  ];
  const named = configIn(said.join(" "));
  const config = local(named ?? "gunicorn.conf.py");
  const installs =
    service.build === undefined ? [] : requirements.map((name) => join(service.build?.context ?? "", name));
  return [...scripts, ...(config === undefined ? [] : [config]), ...installs];
}

const words = (value: readonly string[] | string | undefined): readonly string[] =>
  typeof value === "string" ? value.split(/\s+/) : (value ?? []);

/** The config file that a command line names; of a module, the file that it is in. */
function configIn(said: string): string | undefined {
  const [, path] = /(?:^|\s)(?:-c|--config)[\s=]?["']?(?:file:)?([^\s"'-][^\s"']*)/.exec(said) ?? [];
  if (path?.startsWith("python:")) return `${path.slice("python:".length).replaceAll(".", "/")}.py`;
  return path;
}
