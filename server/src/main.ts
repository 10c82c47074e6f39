import { rememberCompiled } from "./compileCache";

rememberCompiled("server");
/** The language server's process; only now is there anything to compile. */
import("./connection/serve").then(({ serve }) => serve());
