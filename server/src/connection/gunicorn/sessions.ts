import type { Context } from "../feature";
import type { GunicornFolders } from "./folders";

export interface Session {
  readonly folders: Promise<GunicornFolders>;
  /** The same once it is loaded. */
  loaded: GunicornFolders | undefined;
}

const sessions = new WeakMap<Context, Session>();

/** What was read of a connection's Gunicorn configurations; loaded with the first question about one. */
export function sessionOf(context: Context): Session {
  const known = sessions.get(context);
  if (known) return known;
  const folders = import("./service").then(({ openGunicornFolders }) => openGunicornFolders(context));
  const session: Session = { folders, loaded: undefined };
  sessions.set(context, session);
  void folders.then((loaded) => {
    session.loaded = loaded;
  });
  return session;
}

/** The same where something was asked before; nothing is loaded for it. */
export const knownSession = (context: Context): Session | undefined => sessions.get(context);
