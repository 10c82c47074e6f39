import { rememberCompiled } from "./compileCache";
import { asAtStart, makeRoom } from "./connection/heap";

makeRoom();
rememberCompiled("server", asAtStart);
/** The language server's process; only now is there anything to compile. */
import("./connection/serve").then(({ serve }) => serve());
