#!/usr/bin/env node
import { rememberCompiled } from "./compileCache";

rememberCompiled(process.argv[2]);
// Only now is there anything to compile.
import("./cli/start").then(({ start }) => start());
