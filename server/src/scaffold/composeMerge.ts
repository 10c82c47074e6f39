import * as l10n from "@vscode/l10n";
import { type Document, isMap, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { fail, ok, type Result } from "../result";
import type { Files } from "../workspace/files";
import { print } from "./compose";

/** The names under which compose looks for its file, in its own order. */
const names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/** The compose file that the project already has. */
export const composeFile = (files: Files): string | undefined => {
  const there = new Set(files.list(".").map(({ name }) => name));
  return names.find((name) => there.has(name));
};

export interface Merged {
  readonly content: string;
  /** What was kept as it was and should be known, already translated. */
  readonly notes: readonly string[];
}

type Plain = Readonly<Record<string, unknown>>;

/** What an image is, whoever made it: a user's `bitnami/postgresql:16` is the Postgres that our `db` would be. */
const kinds = [/postg/, /mysql|mariadb/, /redis|valkey/, /mongo/, /memcached/, /rabbitmq/];

/**
 * The user's compose file with our services in it. Every value and comment of theirs stays; a second merge changes
 * nothing. A service of theirs that plays the part of one of ours is connected instead of doubled.
 * `name` is given where compose could make no project name from the folder.
 */
export function mergeCompose(current: string, ours: string, path: string, name?: string): Result<Merged> {
  const lines = new LineCounter();
  const document = parseDocument(current, { merge: true, lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined || (document.contents !== null && !isMap(document.contents))) {
    const line = error === undefined ? 1 : lines.linePos(error.pos[0]).line;
    return fail(
      "compose-unreadable",
      l10n.t("{0} cannot be read from line {1} on: correct it, and try again.", path, line),
    );
  }
  if (document.contents === null) return ok({ content: ours, notes: [] });

  const addition = parseDocument(ours);
  const theirs = record(document.toJS());
  const notes: string[] = [];
  let changed = false;
  const add = (at: readonly string[], value: unknown) => {
    document.setIn(at, value);
    changed = true;
  };

  const services = record(theirs.services);
  const wanted = record(record(addition.toJS()).services);
  for (const [ourName, ourService] of Object.entries(wanted)) {
    const theirName = samePart(ourName, record(ourService), services);
    if (theirName === undefined) continue;
    const before = record(services[theirName]);
    const from = addition.getIn(["services", ourName]);
    if (builtByUs(before, record(ourService))) {
      if (isMap(from)) addMissing(["services", theirName], from, before);
      for (const key of ["command", "entrypoint"]) {
        if (before[key] !== undefined) {
          notes.push(
            l10n.t(
              "{0}: the {1} of {2} is yours and stays; remove it to have Gunicorn started as in production.",
              path,
              key,
              theirName,
            ),
          );
        }
      }
    } else {
      if (JSON.stringify(before.image) !== JSON.stringify(record(ourService).image)) {
        notes.push(
          l10n.t(
            "{0}: the service {1} is yours and stays as it is; it is only connected to the networks of the stack.",
            path,
            theirName,
          ),
        );
      }
      if (kindOf(record(ourService)) !== undefined) standIn(ourName, theirName, before);
    }
    joinNetworks(theirName, before, record(ourService));
    addition.deleteIn(["services", ourName]);
  }
  for (const key of ["services", "networks", "volumes"]) {
    const from = addition.get(key);
    if (isMap(from)) addMissing([key], from, record(theirs[key]), true);
  }
  if (name !== undefined && theirs.name === undefined) add(["name"], name);
  if (!changed) return ok({ content: current, notes });
  return ok({ content: like(current, document), notes });

  /** Adds to a map of theirs what ours has and theirs has not. */
  function addMissing(at: readonly string[], from: YAMLMap, before: Plain, spaced = false): void {
    for (const pair of from.items) {
      const key = String(pair.key);
      if (!Object.hasOwn(before, key)) {
        if (Array.isArray(pair.value)) continue;
        if (!document.hasIn(at)) add(at, document.createNode({}));
        const parent = document.getIn(at);
        if (!isMap(parent)) continue;
        if (spaced && at[0] === "services" && typeof pair.key === "object" && pair.key !== null) {
          Object.assign(pair.key, { spaceBefore: true });
        }
        parent.add(pair);
        changed = true;
      } else if (isMap(pair.value) && isMap(document.getIn([...at, key]))) {
        addMissing([...at, key], pair.value, record(before[key]));
      } else if (key === "environment" && isMap(pair.value) && Array.isArray(before[key])) {
        const set = new Set(before[key].map((entry) => String(entry).split("=")[0]));
        for (const [variable, value] of Object.entries(record(pair.value.toJSON()))) {
          if (!set.has(variable)) addTo([...at, key], `${variable}=${String(value)}`);
        }
      } else if (key === "depends_on" && isMap(pair.value) && Array.isArray(before[key])) {
        for (const { key: service } of pair.value.items) {
          if (!before[key].includes(String(service))) addTo([...at, key], String(service));
        }
      }
    }
  }

  /** A service that had no networks was on compose's default one, and stays there. */
  function joinNetworks(service: string, before: Plain, ours: Plain): void {
    const wanted = Array.isArray(ours.networks) ? ours.networks.map(String) : [];
    const at = ["services", service, "networks"];
    if (before.networks === undefined) {
      if (before.network_mode === undefined) add(at, document.createNode(["default", ...wanted]));
      return;
    }
    for (const network of wanted) {
      if (isSeq(document.getIn(at))) {
        if (!Array.isArray(before.networks) || !before.networks.includes(network)) addTo(at, network);
      } else if (!Object.hasOwn(record(before.networks), network)) add([...at, network], null);
    }
  }

  function addTo(at: readonly string[], value: string): void {
    if (!isSeq(document.getIn(at))) return;
    document.addIn(at, value);
    changed = true;
  }

  /** Our web asks their database: it waits for it, and is told no password that is not its own. */
  function standIn(ourName: string, theirName: string, before: Plain): void {
    const waits = addition.getIn(["services", "web", "depends_on"]);
    if (isMap(waits)) {
      waits.delete(ourName);
      waits.set(theirName, {
        condition: before.healthcheck === undefined ? "service_started" : "service_healthy",
      });
    }
    const environment = addition.getIn(["services", "web", "environment"]);
    const told = record(record(record(addition.toJS()).services).web).environment;
    const before_ = record(record(services.web).environment);
    for (const [variable, value] of Object.entries(record(told))) {
      const about = new RegExp(`(^|[@/])${ourName}(:|$)`).test(String(value)) || String(value).startsWith("${");
      if (about && isMap(environment) && !Object.hasOwn(before_, variable)) environment.delete(variable);
    }
    if (isMap(environment) && environment.items.length === 0) addition.deleteIn(["services", "web", "environment"]);
    addition.deleteIn(["volumes", `${ourName}-data`]);
    if (isMap(addition.get("volumes")) && (addition.get("volumes") as YAMLMap).items.length === 0)
      addition.delete("volumes");
  }
}

/** The service of theirs that is what ours would be: by its name, or by what its image is. */
function samePart(ourName: string, ours: Plain, theirs: Plain): string | undefined {
  const kind = kindOf(ours);
  if (kind === undefined) return Object.hasOwn(theirs, ourName) ? ourName : undefined;
  return Object.keys(theirs).find((name) => kindOf(record(theirs[name])) === kind);
}

const kindOf = ({ image }: Plain): number | undefined => {
  if (typeof image !== "string") return undefined;
  const repository =
    (image.split("@")[0] ?? "")
      .replace(/:[^/]*$/, "")
      .split("/")
      .at(-1) ?? "";
  const index = kinds.findIndex((kind) => kind.test(repository));
  return index === -1 ? undefined : index;
};

/** Their service is built from the same Dockerfile and stage, so what ours says of it holds. */
function builtByUs({ build, image }: Plain, ours: Plain): boolean {
  const stage = record(ours.build).target;
  if (stage === undefined) return false;
  if (build === undefined) return image === undefined;
  const { context = build, dockerfile = "Dockerfile", target } = record(build);
  const plainContext = typeof context === "string" && /^\.\/?$/.test(context);
  return plainContext && dockerfile === "Dockerfile" && (target === undefined ? stage === "web" : target === stage);
}

/** The document in the shape that the text had: indent, dashes and line ends. */
function like(text: string, document: Document): string {
  const indent = /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  const indentSeq = !/^( *)[\w."'-]+:[ \t]*\r?\n\1- /m.test(text);
  const printed = print(document, { indent: Math.min(indent, 8), indentSeq });
  return text.includes("\r\n") ? printed.replaceAll("\n", "\r\n") : printed;
}

const record = (value: unknown): Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Plain) : {};
