import { basename, dirname, join, posix, resolve } from "node:path";
import type { DockerCopy, DockerStage } from "../../languages/dockerfile/facts";
import { readStages, stageOf } from "../../languages/dockerfile/stages";
import type { SourceMapping } from "../engine";
import { isWithin, tidy } from "../localPaths";
import type { ComposeService } from "./composeConfig";

/** What is asked of the disk; paths are absolute. */
export interface Disk {
  text(path: string): string | undefined;
  isFolder(path: string): boolean;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): readonly string[];
}

/** The stage of a Dockerfile that a service's image is made of; undefined where there is none that can be read. */
export function stageOfService({ build }: ComposeService, disk: Disk): DockerStage | undefined {
  const stages = stagesOf(build, disk);
  return stages && stageOf(stages, build?.target);
}

const stagesOf = (build: ComposeService["build"], disk: Disk): readonly DockerStage[] | undefined => {
  const text = build?.dockerfile === undefined ? undefined : disk.text(build.dockerfile);
  return text === undefined ? undefined : readStages(text, build?.arguments);
};

/**
 * Where a service's container has what is the project's: what its Dockerfile copies, through stages between, and what is
 * mounted. Of two that fit one path, the later one is right.
 */
export function placementsOf(service: ComposeService, disk: Disk): readonly SourceMapping[] {
  const { build, binds } = service;
  const stages = stagesOf(build, disk) ?? [];
  const stage = stageOf(stages, build?.target);
  const copied = build === undefined || stage === undefined ? [] : copiesIn(stage, stages, build.context, disk, []);
  return [...copied, ...binds.map(({ source, target }) => ({ local: source, remote: tidy(target) }))];
}

function copiesIn(
  stage: DockerStage,
  stages: readonly DockerStage[],
  context: string,
  disk: Disk,
  seen: readonly DockerStage[],
): readonly SourceMapping[] {
  return stage.copies.flatMap((copy) => {
    const target = posix.resolve("/", stage.workingDirectory ?? "/", copy.target);
    if (copy.stage === undefined)
      return copy.sources.flatMap((source) => ofContext(copy, source, target, context, disk));
    const from = stageOf(stages, copy.stage);
    // An image that is none of these stages has nothing of the project's.
    if (from === undefined || from === stage || seen.includes(from)) return [];
    const there = copiesIn(from, stages, context, disk, [...seen, stage]);
    return copy.sources.flatMap((source) =>
      moved(there, posix.resolve("/", from.workingDirectory ?? "/", source), target),
    );
  });
}

function ofContext(
  { sources, target: written }: DockerCopy,
  source: string,
  target: string,
  context: string,
  disk: Disk,
): readonly SourceMapping[] {
  if (/\$|:\/\//.test(source)) return [];
  // What matches a pattern keeps its name.
  if (/[*?[]/.test(source)) {
    const folder = dirname(source);
    return /[*?[]/.test(folder) ? [] : [{ local: join(context, folder), remote: target }];
  }
  const local = resolve(join(context, source));
  const into = written.endsWith("/") || written === "." || sources.length > 1;
  return [{ local, remote: into && !disk.isFolder(local) ? posix.join(target, basename(local)) : target }];
}

/** What another stage has at or around a path, as it is where that path is copied to. */
const moved = (there: readonly SourceMapping[], path: string, target: string): readonly SourceMapping[] =>
  there.flatMap(({ local, remote }) => {
    if (isWithin(remote, path)) return [{ local, remote: tidy(target + remote.slice(tidy(path).length)) }];
    return isWithin(path, remote) ? [{ local: join(local, posix.relative(remote, path)), remote: target }] : [];
  });
