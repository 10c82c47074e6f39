/**
 * All that the Gunicorn features load late, as one module: split into many, each call from one to another would cost.
 */
export { gunicornCatalog } from "../../languages/gunicorn/catalog/catalog";
export { additions } from "../../languages/gunicorn/features/addSetting";
export { completeCommand } from "../../languages/gunicorn/features/commandCompletion";
export { completeConfig } from "../../languages/gunicorn/features/configCompletion";
export { definition, hoverTarget } from "../../languages/gunicorn/features/definition";
export { describe } from "../../languages/gunicorn/features/describe";
export { hints } from "../../languages/gunicorn/features/hints";
export { hover } from "../../languages/gunicorn/features/hover";
export { moveFlags } from "../../languages/gunicorn/features/moveFlags";
export { references } from "../../languages/gunicorn/features/references";
export { signature } from "../../languages/gunicorn/features/signature";
export { sortBySection } from "../../languages/gunicorn/features/sort";
export { sectionsOf, symbols } from "../../languages/gunicorn/features/symbols";
export { readGunicornSettings } from "../../rules/userSettings";
export * from "./convert";
export { findingsOf, toDiagnostic } from "./findings";
export { openGunicornFolders } from "./folders";
