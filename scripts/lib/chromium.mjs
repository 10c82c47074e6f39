import { which } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The machine's own Chromium or Chrome: the one that `CHROMIUM` names, else the first on the PATH. */
export const findChromium = () => process.env.CHROMIUM || names.map(which).find(Boolean);
