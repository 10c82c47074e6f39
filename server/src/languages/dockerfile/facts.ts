import type { Span } from "../../findings";
import type { Placed } from "../placed";

/** A stage of a Dockerfile as it is once built: what it takes from the stage that it starts from is filled in. */
export interface DockerStage extends Span {
  /** The name after `AS`. */
  readonly name: string | undefined;
  /** What it starts from, defaults of `ARG` filled in: an image, or the name of an earlier stage. */
  readonly from: Placed<string>;
  /** The image that it starts from in the end, through the stages between. */
  readonly image: string;
  /** The last `USER`; undefined where the image decides. */
  readonly user: Placed<string> | undefined;
  readonly exposed: readonly Placed<number>[];
  readonly environment: ReadonlyMap<string, Placed<string>>;
  readonly workingDirectory: string | undefined;
  readonly entrypoint: DockerStart | undefined;
  /** Undefined, too, where an `ENTRYPOINT` of this stage took away what an earlier stage said. */
  readonly command: DockerStart | undefined;
  /** What its `RUN`s say, continued lines joined. */
  readonly runs: readonly Placed<string>[];
  readonly copies: readonly DockerCopy[];
  /** Requirements that are named in `pip install`, `uv pip install`, `uv add`, `poetry add`, ... */
  readonly installed: readonly string[];
}

/** `CMD` or `ENTRYPOINT`: the words of the exec form, or the text that a shell gets. */
export type DockerStart = Placed<readonly string[] | string>;

export interface DockerCopy extends Span {
  /** The stage or image that is copied from; undefined for the build context. */
  readonly stage: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}
