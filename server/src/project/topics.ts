/**
 * Words that a file must have in it before it is worth parsing for a fact. One pass over its bytes finds them
 * all; where one stands inside another, the longer one begins first.
 */
export const topics = [
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
  "UPLOAD",
  "SQLALCHEMY_DATABASE_URI",
  "BROKER_URL",
  "broker_url",
  "REDIS_URL",
  "MONGO_URI",
  "flask_sock",
  "simple_websocket",
  "geventwebsocket",
  "ProxyFix",
  "instance_path",
  "instance_relative_config",
  "open_instance_resource",
] as const;

export type Topic = (typeof topics)[number];

/** The topics that a text mentions. */
export function topicsOf(text: string): ReadonlySet<Topic> {
  const found = new Set<Topic>();
  for (const [word] of text.matchAll(anyTopic)) for (const topic of heldBy.get(word) ?? []) found.add(topic);
  return found;
}

const anyTopic = new RegExp(topics.map((topic) => topic.replace(/[^\w ]/g, "\\$&")).join("|"), "g");

/** `flask_sock` mentions `lask`, too. */
const heldBy = new Map<string, readonly Topic[]>(
  topics.map((word) => [word, topics.filter((topic) => word.includes(topic))]),
);
