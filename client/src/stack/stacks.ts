import * as vscode from "vscode";
import type { Parts } from "../parts";
import { apartName, apartOf, apartUri, seenApart } from "./apart";
import { type StackFolder, stackFolders } from "./folders";
import { type Followed, follow } from "./follow";

/** The stacks of the workspace: those of its folders, each with those that run from the same folder apart from it. */
export interface Stacks extends vscode.Disposable {
  /** In the order in which they are shown. */
  all(): readonly Followed[];
  uris(): readonly vscode.Uri[];
  /** Finds out which folders hold a stack. */
  look(): Promise<void>;
  /** Follows those that run apart by now, as the folders' own ones tell; true where they are others than before. */
  settle(): boolean;
  /** Whether anybody looks. */
  attend(attentive: boolean): void;
}

/** @param changed is called when what is known of any of them is another */
export function followStacks(parts: Parts, changed: () => void): Stacks {
  let folders: readonly StackFolder[] = [];
  let followed: readonly { readonly stack: StackFolder; readonly one: Followed }[] = [];
  let attentive = false;

  const wanted = (): readonly StackFolder[] =>
    folders.flatMap((own) => {
      const status = followed.find(({ stack }) => same(stack, own))?.one.view().status;
      const apart = (status?.beside ?? []).map((stack) => ({
        uri: apartUri(own.uri, stack),
        name: `${own.name} (${apartName(stack, status?.project)})`,
      }));
      seenApart.set(own.uri.toString(), apart);
      return [own, ...apart];
    });
  const start = (stack: StackFolder) => {
    const { uri, name } = stack;
    const source = {
      choose: (signal: AbortSignal) => parts.engine(uri, signal),
      glance: (signal: AbortSignal) => parts.glance(uri, signal),
      forget: parts.forgetEngines,
    };
    const one = follow(source, { folder: uri.toString(), name }, changed);
    one.attend(attentive);
    // It was found by asking for the folder's own: nobody else asks for it now.
    if (apartOf(uri) !== undefined) one.touch();
    return { stack, one };
  };
  const settle = (): boolean => {
    const now = wanted();
    if (now.length === followed.length && now.every((stack, at) => same(stack, followed[at]?.stack))) return false;
    const next = now.map((stack) => followed.find((known) => same(stack, known.stack)) ?? start(stack));
    for (const known of followed) if (!next.includes(known)) known.one.stop();
    followed = next;
    return true;
  };
  return {
    all: () => followed.map(({ one }) => one),
    uris: () => followed.map(({ stack }) => stack.uri),
    async look() {
      // Choosing an engine may run programs that the folder's settings name: not before the user trusts it.
      folders = vscode.workspace.isTrusted ? await stackFolders() : [];
      settle();
    },
    settle,
    attend(wantedNow) {
      attentive = wantedNow;
      for (const { one } of followed) one.attend(attentive);
    },
    dispose() {
      for (const { one } of followed) one.stop();
    },
  };
}

const same = (one: StackFolder, other: StackFolder | undefined): boolean =>
  one.uri.toString() === other?.uri.toString() && one.name === other.name;
