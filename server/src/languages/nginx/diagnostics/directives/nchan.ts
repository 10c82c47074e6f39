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

/** The directives of nchan that take words, by the functions that read them. */
export const nchan: Readonly<Record<string, Check>> = {
  nchan_publisher_directive: words(publishers),
  nchan_subscriber_directive: words(subscribers),
  nchan_pubsub_directive: words(subscribers),
  nchan_subscriber_first_message_directive: words(["oldest", "newest"], /^-?\d+$/),
  conf_set_redis_storage_mode_slot: words(["distributed", "backup", "nostore", "distributed-nostore"]),
};
