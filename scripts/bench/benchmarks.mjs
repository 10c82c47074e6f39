/**
 * The benchmarks by name, in the order of the table. Each resolves to rows
 * `{ what, measured, aim, met }`: three texts, and whether the aim is reached (undefined where there is none).
 */
import { activation } from "./activation.mjs";
import { gunicorn } from "./gunicorn.mjs";
import { initialize } from "./initialize.mjs";
import { inspect } from "./inspect.mjs";
import { nginx } from "./nginx.mjs";
import { panel } from "./panel.mjs";
import { rebuild } from "./rebuild.mjs";
import { requests } from "./requests.mjs";

export const benchmarks = { inspect, initialize, activation, nginx, gunicorn, panel, rebuild, requests };
