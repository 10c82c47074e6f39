import { setFlagsFromString } from "node:v8";
import { rememberCompiled } from "./compileCache";

// What a key leaves behind is collected while somebody types. With room for that of many keys (20 MB more are taken) few
// of them wait for it. V8 tells no other way to ask for that while it runs.
setFlagsFromString("--semi-space-growth-factor=16");
rememberCompiled("server");
/** The language server's process; only now is there anything to compile. */
import("./connection/serve").then(({ serve }) => serve());
