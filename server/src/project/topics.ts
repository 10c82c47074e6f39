/**
 * Words that a file must have in it before it is worth parsing for a fact. None is a part of another, so that one pass
 * over the file's bytes finds them all.
 */
export const topics = [
  "lask",
  "Blueprint(",
  "register_blueprint",
  "static_folder",
  "async def",
  "environ",
  "getenv",
  "decouple",
  "MAX_CONTENT_LENGTH",
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

const isTopic = (word: string): word is Topic => (topics as readonly string[]).includes(word);

/** The topics that a text mentions. */
export function topicsOf(text: string): ReadonlySet<Topic> {
  const found = new Set<Topic>();
  for (const [word] of text.matchAll(anyTopic)) if (isTopic(word)) found.add(word);
  return found;
}

const anyTopic = new RegExp(topics.map((topic) => topic.replace(/[^\w ]/g, "\\$&")).join("|"), "g");
