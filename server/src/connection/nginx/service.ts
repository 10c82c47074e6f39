/**
 * All that the Nginx features load late, as one module: split into many, each call from one to another would cost.
 */
export { complete } from "../../languages/nginx/features/completion";
export { hints } from "../../languages/nginx/features/hints";
export { hover } from "../../languages/nginx/features/hover";
export { links, linksAt } from "../../languages/nginx/features/links";
export { folds, selections } from "../../languages/nginx/features/ranges";
export { definitions, nameAt, references, rename } from "../../languages/nginx/features/references";
export { signature } from "../../languages/nginx/features/signature";
export { symbols } from "../../languages/nginx/features/symbols";
export { beginning, documentation } from "../../languages/nginx/features/texts";
export { tokens } from "../../languages/nginx/features/tokens";
export { workspaceSymbols } from "../../languages/nginx/features/workspaceSymbols";
export { formatDefaults, formatEdits } from "../../languages/nginx/format";
export { nginxPaths } from "../../languages/nginx/installed";
export { explain } from "../../languages/nginx/locationTester/explain";
export { testLocation } from "../../languages/nginx/locationTester/locationTester";
export { describeOutcome } from "../../languages/nginx/locationTester/outcome";
export { readRequest } from "../../languages/nginx/locationTester/request";
export { wordsShown } from "../../languages/nginx/locationTester/steps";
export { readSettings } from "../../languages/nginx/settings";
export { installedBy } from "../../stack/surroundings";
export { walk } from "../../workspace/walk";
export { withVerdicts } from "./confirmed";
export * from "./convert";
export { ignoring } from "./ignoring";
export { askNginx } from "./verdict";
export { openViews } from "./views";
