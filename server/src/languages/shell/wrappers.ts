import { nameOf } from "../../workspace/paths";

interface Wrapper {
  /** What stands between it and the command: `run` of `poetry run`. */
  readonly verb?: RegExp;
  /** Its options that take a value as a word of its own. */
  readonly valued?: RegExp;
  /** How many words it takes before the command. */
  readonly operands?: number;
  /** Options with which it runs nothing. */
  readonly idle?: RegExp;
}

/** Programs that run the command that follows them. */
const wrappers: Readonly<Record<string, Wrapper>> = {
  exec: { valued: /^-a$/ },
  sudo: { valued: /^-[ughpCrt]$/ },
  env: { valued: /^(-u|-C|--unset|--chdir)$/ },
  nohup: {},
  time: { valued: /^-[fo]$/ },
  command: { idle: /^-[vV]$/ },
  nice: { valued: /^(-n|--adjustment)$/ },
  ionice: { valued: /^-[cn]$/ },
  stdbuf: { valued: /^-[ioe]$/ },
  setsid: {},
  tini: { valued: /^-[pe]$/ },
  "tini-static": { valued: /^-[pe]$/ },
  catatonit: {},
  my_init: {},
  "dumb-init": { valued: /^(-r|--rewrite)$/ },
  catchsegv: {},
  "xvfb-run": {},
  poetry: { verb: /^run$/ },
  pipenv: { verb: /^run$/ },
  pdm: { verb: /^run$/ },
  rye: { verb: /^run$/ },
  hatch: { verb: /^run$/ },
  pixi: { verb: /^run$/ },
  pipx: { verb: /^run$/, valued: /^(--spec|--python)$/ },
  uv: {
    verb: /^run$/,
    valued: /^(--(with|with-requirements|extra|group|only-group|python|project|directory|env-file|package|from)|-p)$/,
  },
  uvx: { valued: /^(--(with|with-requirements|python|from)|-p)$/ },
  conda: { verb: /^run$/, valued: /^(-n|-p|--name|--prefix)$/ },
  mamba: { verb: /^run$/, valued: /^(-n|-p|--name|--prefix)$/ },
  micromamba: { verb: /^run$/, valued: /^(-n|-p|--name|--prefix)$/ },
  dotenv: { verb: /^run$/ },
  doppler: { verb: /^run$/, valued: /^(-p|-c|--project|--config)$/ },
  infisical: { verb: /^run$/, valued: /^--(env|path|projectId)$/ },
  "newrelic-admin": { verb: /^run-program$/ },
  "ddtrace-run": {},
  "opentelemetry-instrument": { valued: /^--[\w-]+$/ },
  gosu: { operands: 1 },
  "su-exec": { operands: 1 },
  setuser: { operands: 1 },
  "s6-setuidgid": { operands: 1 },
  setpriv: { valued: /^--(reuid|regid|groups|inh-caps|ambient-caps|bounding-set)$/ },
  runuser: { valued: /^-[ug]$/ },
  chpst: { valued: /^-[uUbemdoplfcrtn/]$/ },
  timeout: { operands: 1, valued: /^-[ks]$/ },
  authbind: {},
  "start-nginx": {},
  wait: {},
};

export interface Unwrapped {
  /** The index of the program that is run in the end; the number of words where nothing is. */
  readonly start: number;
  /** The indexes of the words `NAME=value` before it, which hold for it. */
  readonly assignments: readonly number[];
}

/** Passes by `exec`, `uv run`, `env A=b`, ... to the command that they run. */
export function unwrap(words: readonly string[]): Unwrapped {
  const assignments: number[] = [];
  let at = 0;
  for (;;) {
    const first = words[at] ?? "";
    if (isAssignment(first)) {
      assignments.push(at++);
      continue;
    }
    const wrapper = Object.hasOwn(wrappers, nameOf(first)) ? wrappers[nameOf(first)] : undefined;
    if (wrapper === undefined) return { start: at, assignments };
    at++;
    const { verb, idle } = wrapper;
    if (verb !== undefined) {
      const found = words.findIndex((word, index) => index >= at && verb.test(word));
      if (found === -1) return { start: words.length, assignments };
      at = found + 1;
    }
    while (words[at]?.startsWith("-") === true) {
      const option = words[at++] ?? "";
      if (option === "--") break;
      if (idle?.test(option)) return { start: words.length, assignments };
      if (wrapper.valued?.test(option)) at++;
    }
    at += wrapper.operands ?? 0;
  }
}

/** `NAME=value`. */
export function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/.test(word);
}

/** A program by its name or path. */
export const isShell = (program: string): boolean => /^(ba|da|a|z|k)?sh$/.test(nameOf(program));

/** A program by its name or path; `python3.13`, too. */
export const isPython = (program: string): boolean => /^(python|pypy)[\d.]*w?$/.test(nameOf(program));
