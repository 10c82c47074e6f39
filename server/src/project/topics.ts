import type { Corpus } from "./corpus";

/**
 * Words that a file must have in it before it is worth parsing for a fact. One pass over the bytes of all files finds
 * them all.
 */
const topics = [
  "lask",
  "werkzeug",
  "Blueprint(",
  "register_blueprint",
  "static_folder",
  "async def",
  "environ",
  "getenv",
  "decouple",
  "MAX_CONTENT_LENGTH",
  "UPLOAD",
  "request.files",
  "FileField(",
  "makedirs",
  "sqlite",
  "SQLALCHEMY_DATABASE_URI",
  "BROKER_URL",
  "broker_url",
  "REDIS_URL",
  "MONGO_URI",
  "ProxyFix",
  "instance_path",
  "instance_relative_config",
  "open_instance_resource",
] as const;

export type Topic = (typeof topics)[number];

/** The topics that each file mentions, by its index; nothing for a file that mentions none. */
export function findTopics(corpus: Corpus): ReadonlyMap<number, ReadonlySet<Topic>> {
  const found = new Map<number, Set<Topic>>();
  corpus.forEach(anyPlace, (file, text, at) => {
    for (const { topic, offset } of places) {
      if (!text.startsWith(topic, at - offset)) continue;
      const known = found.get(file);
      if (known === undefined) found.set(file, new Set([topic]));
      else known.add(topic);
    }
  });
  return found;
}

/** Characters of Python code, the rarest first. */
const rarest = "zqjxkvwybZQJXKVWBYGPUMRS_p";

interface Place {
  readonly topic: Topic;
  /** How far in the topic its rarest character is. */
  readonly offset: number;
}

/** A pattern of words that begin with rare characters is tried at few places, which makes it four times as fast. */
const places: readonly Place[] = topics.map((topic) => {
  const rare = [...rarest].find((character) => topic.includes(character));
  return { topic, offset: rare === undefined ? 0 : topic.indexOf(rare) };
});

const anyPlace = new RegExp(
  places
    .map(({ topic, offset }) => {
      const [whole, rest] = [topic, topic.slice(offset)].map((text) => text.replace(/[^\w ]/g, "\\$&"));
      return `${rest}(?<=${whole})`;
    })
    .join("|"),
);
