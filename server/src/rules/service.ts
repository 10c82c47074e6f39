/** What the command line and the language server load late, as one module. */
export { placeOf } from "../languages/gunicorn/places/read";
export { partsReader } from "../stack/parts";
export { gunicornFindings } from "./gunicornFindings";
export { isGunicornCode } from "./suppressed";
