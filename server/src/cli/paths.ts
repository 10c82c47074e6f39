/** What `check` and `format` load late, as one module: they share nearly all of it. */
export { checkPaths } from "./checkPaths";
export { formatPaths } from "./formatPaths";
export { asJson, asSarif, asText } from "./reports";
export { showUnread } from "./unread";
