import type { Context } from "../feature";
import type { Projects } from "./projects";

export interface Session {
  readonly projects: Promise<Projects>;
  /** The same once it is loaded. */
  loaded: Projects | undefined;
}

const sessions = new WeakMap<Context, Session>();

/** What was read of a connection's Gunicorn configurations; loaded with the first question about one. */
export function sessionOf(context: Context): Session {
  const known = sessions.get(context);
  if (known) return known;
  const projects = import("./service").then(({ openProjects }) => openProjects(context));
  const session: Session = { projects, loaded: undefined };
  sessions.set(context, session);
  void projects.then((loaded) => {
    session.loaded = loaded;
  });
  return session;
}

/** The same where something was asked before; nothing is loaded for it. */
export const knownSession = (context: Context): Session | undefined => sessions.get(context);
