import { inspect } from "../../../server/src/project/inspect";
import type { Project } from "../../../server/src/project/project";
import { openFiles } from "../../../server/src/workspace/diskFiles";
import type { Files } from "../../../server/src/workspace/files";

/** A project that is only in memory: texts by path. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  return openFiles("/there/is/no/such/folder", new Map(Object.entries(texts)));
}

export function inspected(texts: Readonly<Record<string, string>>): Project {
  return inspect(filesOf(texts));
}

/** `pkg:app`, or with where it starts: `pkg:app in backend`, `pkg:app from src`. */
export function targetOf(texts: Readonly<Record<string, string>>): string | null {
  const { target, workingDirectory, pythonPath } = inspected(texts);
  if (target === null) return null;
  const folder = workingDirectory === "." ? "" : ` in ${workingDirectory}`;
  return target + folder + (pythonPath === "." ? "" : ` from ${pythonPath}`);
}

/** `app = Flask(__name__)` under any name. */
export const made = (name = "app") => `from flask import Flask\n${name} = Flask(__name__)\n`;

/** A factory with these parameters. */
export const factory = (parameters = "", name = "create_app") =>
  `from flask import Flask\ndef ${name}(${parameters}):\n    app = Flask(__name__)\n    return app\n`;
