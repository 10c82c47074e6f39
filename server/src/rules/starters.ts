import * as l10n from "@vscode/l10n";
import type { Span } from "../findings";
import { userOf } from "../stack/containers";
import type { Container, Located } from "../stack/model";
import type { Subject } from "./rule";

/** Who Gunicorn is started as, in one of its containers or by its unit. What is not known is undefined. */
export interface Starter {
  readonly user: Located<string> | "root" | undefined;
  readonly group: Located<string> | undefined;
  /** It may do what else only root may; undefined where that is not known. */
  readonly privileged: boolean | undefined;
  readonly inContainer: boolean;
}

/** Everyone that it is started as; none where nothing says so. */
export function startersOf({ containers, gunicorn }: Subject): readonly Starter[] {
  const command = gunicorn.command?.command;
  const unit = command?.startedAs;
  if (containers.length > 0 || command === undefined || unit === undefined) return containers.map(inContainer);
  const { path } = command;
  const user = unit.user && (/^(root|0)$/.test(unit.user.value) ? "root" : { ...unit.user, path });
  return [{ user, group: unit.group && { ...unit.group, path }, privileged: unit.privileged, inContainer: false }];
}

function inContainer(container: Container): Starter {
  const { user } = container;
  const group = user?.value.includes("$") ? undefined : /:(.+)$/.exec(user?.value ?? "")?.[1];
  return {
    user: userOf(container),
    group: user && group !== undefined ? { ...user, value: group } : undefined,
    privileged: undefined,
    inContainer: true,
  };
}

type RelatedPlace = Span & { readonly path: string; readonly message: string };

/** Where it is said who it is started as, for a finding. */
export const relatedTo = (
  { path, start, end }: Located<string>,
  { inContainer: contained }: Starter,
): RelatedPlace => ({
  path,
  start,
  end,
  message: contained ? l10n.t("The container's user is set here.") : l10n.t("Who it is started as is set here."),
});
