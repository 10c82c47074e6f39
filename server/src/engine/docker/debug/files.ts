/** The port that debugpy listens at in the container: its own usual one. */
const debugPort = 5678;
/** Where the files for debugging are in the image: not among the app's. */
const home = "/opt/flask-stack-debug";
export const configPath = `${home}/gunicorn_debug.py`;
/** The variable that names the project's own config file. */
const configVariable = "FLASK_STACK_CONFIG";
/** debugpy 1.8 works with Python 3.8 and newer. */
const requirement = "debugpy>=1.8,<2";
const network = "flask-stack-debug";

/** On top of the image that runs: debugpy beside the app, where nothing of the app sees it. */
export const dockerfile = `ARG IMAGE
FROM \${IMAGE}
USER 0
RUN python -m pip --version || python -m ensurepip
RUN python -m pip install --disable-pip-version-check --no-cache-dir --no-compile --target ${home}/lib "${requirement}"
COPY --chmod=644 gunicorn_debug.py ${configPath}
ARG RUN_AS=0
USER \${RUN_AS}
`;

/** Gunicorn's configuration while the app is debugged. */
export const gunicornConfig = `"""The project's own configuration, and a worker that a debugger can attach to."""
import importlib
import os
import runpy
import sys

own = os.environ.get("${configVariable}") or "gunicorn.conf.py"
if own.startswith("python:"):
    sys.path.insert(0, os.getcwd())
    settings = vars(importlib.import_module(own[len("python:"):]))
else:
    own = own[len("file:"):] if own.startswith("file:") else own
    settings = runpy.run_path(own) if os.path.exists(own) else {}
globals().update({name: value for name, value in settings.items() if not name.startswith("__")})

own_post_fork = settings.get("post_fork")


def post_fork(server, worker):
    if "gevent" in server.cfg.worker_class_str:
        os.environ["GEVENT_SUPPORT"] = "True"
    sys.path.append("${home}/lib")
    import debugpy

    try:
        debugpy.listen(("0.0.0.0", ${debugPort}))
    except Exception as error:
        # The worker before this one has not let go of the port.
        server.log.warning("No debugger can attach to this worker: %s", error)
    if own_post_fork is not None:
        own_post_fork(server, worker)
`;

export interface Override {
  readonly service: string;
  readonly image: string;
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[];
  /** The project's own config file, as its command names it. */
  readonly config: string;
  /** On this machine, for this machine alone. */
  readonly port: number;
  /** The networks of the service; and whether one of them can have published ports. */
  readonly networks: readonly string[];
  readonly reachable: boolean;
  /** Absolute paths here, by where they are in the container. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[];
}

/**
 * What is put on top of the project's compose files. JSON is YAML, and every \`$\` is doubled: compose fills in none.
 *
 * A network that is internal publishes no ports, so one is added where there is no other: without masquerading, which
 * leaves the container no way out that it has not had before.
 */
export function overrideFile(given: Override): string {
  const { service, image, entrypoint, command, config, port, networks, reachable, mounts } = given;
  const all = reachable ? networks : [...networks, network];
  const file = {
    services: {
      [service]: {
        image,
        ...(entrypoint === undefined ? {} : { entrypoint }),
        command,
        environment: { [configVariable]: config, PYDEVD_DISABLE_FILE_VALIDATION: "1" },
        ports: [{ target: debugPort, published: String(port), host_ip: "127.0.0.1", protocol: "tcp" }],
        networks: Object.fromEntries(all.map((name) => [name, {}])),
        volumes: mounts.map(({ source, target }) => ({ type: "bind", source, target, read_only: true })),
        // While it stands at a breakpoint it answers nobody, and is not ill.
        healthcheck: { retries: 100_000 },
        stop_grace_period: "2s",
      },
    },
    ...(reachable
      ? {}
      : { networks: { [network]: { driver_opts: { "com.docker.network.bridge.enable_ip_masquerade": "false" } } } }),
  };
  return JSON.stringify(file, (_, value) => (typeof value === "string" ? value.replaceAll("$", "$$$$") : value), 2);
}

/** The network that is to be taken away with the debugger, as the engine calls it. */
export const networkOf = (project: string): string => `${project}_${network}`;
