import * as l10n from "@vscode/l10n";
import { type Document, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, visit, YAMLMap } from "yaml";
import { type Plain, record } from "../record";
import { fail, ok, type Result } from "../result";
import type { Files } from "../workspace/files";
import { print } from "./compose";
import { keptNotes } from "./ownService";
import { isWorker } from "./taskWorker";
import { kindOf, networksOf, retold, samePart } from "./theirServices";
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

/**
 * The user's compose file with our services in it. Every value and comment of theirs stays; a second merge changes
 * nothing. A service of theirs that plays the part of one of ours is used instead of doubled, and a database or cache
 * of theirs stays as it is to the byte: `web` goes onto its network.
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
  // It stands on an app and a broker that are ours, and whoever works tasks off already is not helped by another.
  if (!worksOnOurs(services, record(record(addition.toJS()).services))) addition.deleteIn(["services", "worker"]);
  const wanted = record(record(addition.toJS()).services);
  const parts = Object.entries(wanted).flatMap(([ourName, value]) => {
    const theirName = samePart(ourName, record(value), services);
    return theirName === undefined
      ? []
      : [{ ourName, theirName, ourService: record(value), before: record(services[theirName]) }];
  });
  const backing = parts.filter(({ ourService }) => kindOf(ourService) !== undefined);
  const taken = backing.filter(({ before, ourService }) => !isOurs(before, ourService));
  for (const part of taken) standIn(part);
  for (const { ourName } of backing) addition.deleteIn(["services", ourName]);
  connectWeb();
  for (const { ourName, theirName, ourService, before } of parts.filter((part) => !backing.includes(part))) {
    const from = addition.getIn(["services", ourName]);
    if (isOurs(before, ourService)) {
      if (isMap(from)) addMissing(["services", theirName], from, before);
      notes.push(...keptNotes(path, theirName, before, ourService));
    } else {
      notes.push(
        l10n.t(
          "{0}: the service {1} is yours and stays as it is; it is only connected to the networks of the stack.",
          path,
          theirName,
        ),
      );
      // Whether its image has a health check is not known, and without one compose refuses to wait for its health.
      const waits = addition.getIn(["services", "nginx", "depends_on", ourName]);
      if (isMap(waits) && before.healthcheck === undefined) waits.set("condition", "service_started");
    }
    joinNetworks(theirName, before, record(isMap(from) ? from.toJSON() : {}));
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

  /** Our web asks their database or cache: it waits for it, and is told of it what the file says. */
  function standIn({ ourName, theirName, ourService, before }: (typeof parts)[number]): void {
    const waits = addition.getIn(["services", "web", "depends_on"]);
    if (isMap(waits)) {
      waits.delete(ourName);
      const condition = before.healthcheck === undefined ? "service_started" : "service_healthy";
      waits.set(theirName, addition.createNode({ condition }));
    }
    const environment = addition.getIn(["services", "web", "environment"]);
    const told = isMap(environment) ? record(environment.toJSON()) : {};
    const already = environmentNames(record(services.web).environment);
    const unknown: string[] = [];
    for (const [variable, value] of retold(told, [ourName, ourService], [theirName, before])) {
      if (value !== undefined) addition.setIn(["services", "web", "environment", variable], value);
      else {
        addition.deleteIn(["services", "web", "environment", variable]);
        if (!already.has(variable)) unknown.push(variable);
      }
    }
    if (isMap(environment) && environment.items.length === 0) addition.deleteIn(["services", "web", "environment"]);
    addition.deleteIn(["volumes", `${ourName}-data`]);
    notes.push(
      l10n.t(
        "{0}: the service {1} is yours: the app uses it under that name, no {2} is added, and not a byte of it changes.",
        path,
        theirName,
        ourName,
      ),
    );
    if (unknown.length > 0) {
      notes.push(
        l10n.t(
          "{0} does not say how to log in to {1}: set {2} in .env, with {1} as the host.",
          path,
          theirName,
          unknown.join(", "),
        ),
      );
    }
  }

  /** What web has to reach is on networks of theirs, which web joins: no service of theirs is moved. */
  function connectWeb(): void {
    const networks = addition.getIn(["services", "web", "networks"]);
    if (!isSeq(networks)) return;
    const usesOurs = Object.entries(wanted).some(
      ([name, value]) => kindOf(record(value)) !== undefined && !taken.some(({ ourName }) => ourName === name),
    );
    if (!usesOurs) {
      networks.items = networks.items.filter((item) => String(item) !== "data");
      addition.deleteIn(["networks", "data"]);
    }
    const there = new Set([...networks.items.map(String), ...networksOf(record(services.web))]);
    const join = (network: string) => {
      if (there.has(network)) return false;
      there.add(network);
      networks.add(network);
      return true;
    };
    if (!Object.hasOwn(services, "web")) there.delete("default");
    const others = Object.keys(services).filter(
      (name) => name !== "web" && name !== "nginx" && networksOf(record(services[name])).includes("default"),
    );
    if (others.length > 0 && join("default")) {
      notes.push(
        l10n.t(
          "{0}: web is also on the network default, where your services {1} are; that network has a way out to other hosts.",
          path,
          others.join(", "),
        ),
      );
    }
    for (const { before } of taken) {
      const [first, ...rest] = networksOf(before);
      if (first !== undefined && ![first, ...rest].some((network) => there.has(network))) join(first);
    }
  }
}

/** What our worker needs is ours where it is there already, and none of their services is a worker. */
const worksOnOurs = (theirs: Plain, ours: Plain): boolean =>
  Object.entries(theirs).every(([name, service]) => {
    if (isWorker([name, service], "celery")) return false;
    const same = Object.keys(ours).find((ourName) => samePart(ourName, record(ours[ourName]), theirs) === name);
    return same === undefined || same === "nginx" || isOurs(record(service), record(ours[same]));
  });

const environmentNames = (environment: unknown): ReadonlySet<string> =>
  new Set(
    Array.isArray(environment)
      ? environment.map((entry) => String(entry).split("=")[0] ?? "")
      : Object.keys(record(environment)),
  );

/**
 * Their service is one that we wrote, or is built from the same Dockerfile and stage: what ours says of it holds. A
 * database of ours is known by its network, its health check and what it is: the image alone says nothing.
 */
function isOurs(theirs: Plain, ours: Plain): boolean {
  const { build, image } = theirs;
  const stage = record(ours.build).target;
  if (stage === undefined) {
    return ["image", "environment", "networks", "healthcheck", "cap_drop"].every(
      (key) => JSON.stringify(theirs[key]) === JSON.stringify(ours[key]),
    );
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

/** The document in the shape that the text had: indent, dashes and line ends. */
function like(text: string, document: Document): string {
  const indentSeq = !/^( *)[\w."'-]+:[ \t]*\r?\n\1- /m.test(text);
  const printed = print(document, { indent: indentOf(text), indentSeq });
  return text.includes("\r\n") ? printed.replaceAll("\n", "\r\n") : printed;
}
