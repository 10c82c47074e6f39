/** What the command line and the language server load late, as one module. */
export { placeOf } from "../languages/gunicorn/places/read";
export { gunicornFindings, readJudged } from "./gunicornFindings";
export { readGunicornSettings } from "./userSettings";
