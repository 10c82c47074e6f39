import { rememberCompiled } from "./compileCache";

rememberCompiled();
/** The language server's process; only now is there anything to compile. */
import("./connection/serve").then(({ serve }) => serve());
