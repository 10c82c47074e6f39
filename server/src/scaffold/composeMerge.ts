import * as l10n from "@vscode/l10n";
import { type Document, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, visit, YAMLMap } from "yaml";
import { fail, ok, type Result } from "../result";
import type { Files } from "../workspace/files";
import { print } from "./compose";
import { type Addition, indentOf, insertYaml } from "./yamlInsert";

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

  const addition = withCommentsOnKeys(parseDocument(ours));
  const theirs = record(document.toJS());
  const notes: string[] = [];
  const additions: Addition[] = [];
  let whole = false;

  const services = record(theirs.services);
  const wanted = record(record(addition.toJS()).services);
  const parts = Object.entries(wanted).flatMap(([ourName, value]) => {
    const theirName = samePart(ourName, record(value), services);
    return theirName === undefined
      ? []
      : [{ ourName, theirName, ourService: record(value), before: record(services[theirName]) }];
  });
  for (const { ourName, theirName, ourService, before } of parts) {
    if (kindOf(ourService) !== undefined && !isOurs(before, ourService)) standIn(ourName, theirName, before);
  }
  for (const { ourName, theirName, ourService, before } of parts) {
    const from = addition.getIn(["services", ourName]);
    if (isOurs(before, ourService)) {
      if (isMap(from)) addMissing(["services", theirName], from, before);
      for (const key of ["command", "entrypoint"]) {
        if (before[key] === undefined || ourService[key] !== undefined) continue;
        notes.push(
          l10n.t(
            "{0}: the {1} of {2} is yours and stays; remove it to have Gunicorn started as in production.",
            path,
            key,
            theirName,
          ),
        );
      }
    } else {
      notes.push(
        l10n.t(
          "{0}: the service {1} is yours and stays as it is; it is only connected to the networks of the stack.",
          path,
          theirName,
        ),
      );
    }
    joinNetworks(theirName, before, ourService);
    addition.deleteIn(["services", ourName]);
  }
  const root = new YAMLMap();
  root.items = (isMap(addition.contents) ? addition.contents.items : []).filter(
    ({ key, value }) =>
      ["services", "networks", "volumes"].includes(String(key)) && isMap(value) && value.items.length > 0,
  );
  addMissing([], root, theirs);
  if (name !== undefined && theirs.name === undefined) addPair([], document.createPair("name", name));
  if (additions.length === 0) return ok({ content: current, notes });

  const inserted = whole ? undefined : insertYaml(current, additions);
  const content = inserted !== undefined && same(inserted, document) ? inserted : like(current, document);
  return ok({ content, notes });

  /** Adds to a map of theirs what ours has and theirs has not. */
  function addMissing(at: readonly string[], from: YAMLMap, before: Plain): void {
    for (const pair of from.items) {
      const key = String(pair.key);
      const there = before[key];
      if (key === "networks" && at.length > 0) continue;
      if (!Object.hasOwn(before, key)) addPair(at, pair, at.length < 2 && (at.length === 0 || at[0] === "services"));
      else if (isMap(pair.value) && (there === null || typeof there === "object") && !Array.isArray(there)) {
        if (isMap(document.getIn([...at, key]))) addMissing([...at, key], pair.value, record(there));
        else if (there === null && at.length === 0) {
          // `volumes:` with nothing below it.
          document.setIn([...at, key], pair.value);
          additions.push({ at: [...at, key], item: "" });
          whole = true;
        }
      } else if (key === "environment" && isMap(pair.value) && Array.isArray(there)) {
        const set = new Set(there.map((entry) => String(entry).split("=")[0]));
        for (const [variable, value] of Object.entries(record(pair.value.toJSON()))) {
          if (!set.has(variable)) addItem([...at, key], `${variable}=${String(value)}`);
        }
      } else if (key === "depends_on" && isMap(pair.value) && Array.isArray(there)) {
        for (const { key: service } of pair.value.items) {
          if (!there.includes(String(service))) addItem([...at, key], String(service));
        }
      }
    }
  }

  function addPair(at: readonly string[], pair: Pair, spaced = false): void {
    const parent = at.length === 0 ? document.contents : document.getIn(at);
    if (!isMap(parent)) return;
    if (spaced && isScalar(pair.key)) pair.key.spaceBefore = true;
    parent.items.push(pair as (typeof parent.items)[number]);
    additions.push({ at, pair, spaced });
  }

  function addItem(at: readonly string[], item: string): void {
    if (!isSeq(document.getIn(at))) return;
    document.addIn(at, item);
    additions.push({ at, item });
  }

  /** A service that had no networks was on compose's default one, and stays there. */
  function joinNetworks(service: string, before: Plain, ours: Plain): void {
    const wanted = Array.isArray(ours.networks) ? ours.networks.map(String) : [];
    const at = ["services", service];
    if (before.networks === undefined) {
      const all = document.createPair("networks", ["default", ...wanted]);
      if (isSeq(all.value)) all.value.flow = true;
      if (before.network_mode === undefined) addPair(at, all);
      return;
    }
    for (const network of wanted) {
      if (Array.isArray(before.networks)) {
        if (!before.networks.includes(network)) addItem([...at, "networks"], network);
      } else if (!Object.hasOwn(record(before.networks), network)) {
        addPair([...at, "networks"], document.createPair(network, {}));
      }
    }
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
  }
}

/** Their service is one that we wrote, or is built from the same Dockerfile and stage: what ours says of it holds. */
function isOurs({ build, image, environment }: Plain, ours: Plain): boolean {
  const stage = record(ours.build).target;
  if (stage === undefined) {
    return image === ours.image && JSON.stringify(environment) === JSON.stringify(ours.environment);
  }
  if (build === undefined) return image === undefined;
  const { context = build, dockerfile = "Dockerfile", target } = record(build);
  const plainContext = typeof context === "string" && /^\.\/?$/.test(context);
  return plainContext && dockerfile === "Dockerfile" && (target === undefined ? stage === "web" : target === stage);
}

/** A comment above the first key of a map hangs on the map, and would be lost when the key is moved alone. */
function withCommentsOnKeys(document: Document.Parsed): Document.Parsed {
  visit(document, {
    Map(_, map) {
      const key = map.items[0]?.key;
      if (!map.commentBefore || !isScalar(key)) return;
      key.commentBefore = map.commentBefore;
      map.commentBefore = null;
    },
  });
  return document;
}

/** The text says what the document does. */
function same(text: string, document: Document): boolean {
  const parsed = parseDocument(text, { merge: true });
  return parsed.errors.length === 0 && JSON.stringify(parsed.toJS()) === JSON.stringify(document.toJS());
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

/** The document in the shape that the text had: indent, dashes and line ends. */
function like(text: string, document: Document): string {
  const indentSeq = !/^( *)[\w."'-]+:[ \t]*\r?\n\1- /m.test(text);
  const printed = print(document, { indent: indentOf(text), indentSeq });
  return text.includes("\r\n") ? printed.replaceAll("\n", "\r\n") : printed;
}

const record = (value: unknown): Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Plain) : {};
