import { serve } from "./connection/serve";

/** The language server's process. */
serve();
