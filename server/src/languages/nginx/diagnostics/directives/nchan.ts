import * as l10n from "@vscode/l10n";
import { invalidValue } from "../generic";
import type { Check } from "../model";

const publishers = ["http", "websocket", "websockets", "ws"];
const subscribers = [
  ...["websocket", "websockets", "ws", "eventsource", "event-source", "es", "sse", "longpoll", "long-poll", "poll"],
  ...["interval-poll", "intervalpoll", "http", "http-raw-stream", "chunked", "http-chunked", "multipart"],
  ...["multipart/mixed", "http-multipart", "multipart-mixed", "none", "off", "disabled"],
];

/** Words of nchan, which takes the beginning of one for it (`nchan_strmatch` in its nchan_util.c). */
const words =
  (known: readonly string[], more = /^$/): Check =>
  (checking) => {
    const wrong = checking.directive.args.find(
      ({ value }) => !more.test(value) && (value === "" || !known.some((word) => word.startsWith(value.toLowerCase()))),
    );
    if (wrong) invalidValue(checking, wrong, l10n.t("it must be one of {0}", known.join(", ")), known);
  };

/** Of other schemes it knows none, and without one it looks for a host; it warns of the directive itself. */
const redis: Check = (checking) => {
  const word = checking.directive.args[0];
  if (word && /^https?:\/\//i.test(word.value)) {
    invalidValue(checking, word, l10n.t('the URL must begin with "redis://"'));
    return;
  }
  const message = l10n.t(
    'nchan advises against "nchan_redis_url": name an upstream with "nchan_redis_server" instead.',
  );
  checking.report("nginx-deprecated", checking.directive.name, message);
};

/** The directives of nchan that take words or a URL, by the functions that read them. */
export const nchan: Readonly<Record<string, Check>> = {
  nchan_publisher_directive: words(publishers),
  nchan_subscriber_directive: words(subscribers),
  nchan_pubsub_directive: words(subscribers),
  nchan_subscriber_first_message_directive: words(["oldest", "newest"], /^-?\d+$/),
  conf_set_redis_storage_mode_slot: words(["distributed", "backup", "nostore", "distributed-nostore"]),
  conf_set_redis_url: redis,
};
