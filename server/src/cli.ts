#!/usr/bin/env node
import { rememberCompiled } from "./compileCache";

rememberCompiled();
// Only now is there anything to compile.
import("./cli/start").then(({ start }) => start());
