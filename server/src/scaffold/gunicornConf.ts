import { type Blueprint, ports, secondsOf } from "./blueprint";
import { isSocketIo, type ProcfileSettings } from "./procfile";

/** `gunicorn.conf.py`: plain Python, read by Gunicorn 20 and later, in the container and on a host alike. */
export function gunicornConf(blueprint: Blueprint): string {
  const { project, gunicornSettings, procfile } = blueprint;
  const seconds = secondsOf(blueprint);
  const counted = procfile.workers === undefined && !isSocketIo(project);
  return `# Gunicorn turns the requests that Nginx hands on into calls of the Flask app.
# GUNICORN_CMD_ARGS in the environment overrides any line of this file.
${counted ? "import math\nimport os\nfrom pathlib import Path" : "import os"}

# Nginx alone can reach this port: it is not published.
bind = "0.0.0.0:${ports.gunicorn}"

${procfile.workers !== undefined ? givenWorkers(procfile.workers) : counted ? workers : oneWorker}

${workerClass(procfile, concurrency(blueprint).threads)}

${procfile.preload ? preload : noPreload}

${procfile.timeout === undefined ? "# A worker that gives no sign of life for this long is replaced. Nginx waits a little longer." : "# From the Procfile: a worker that gives no sign of life for this long is replaced. Nginx waits a little longer."}
timeout = ${seconds.workerTimeout}
${procfile.gracefulTimeout === undefined ? "# Requests in flight get this long to finish when the stack stops." : "# From the Procfile: requests in flight get this long to finish when the stack stops."}
graceful_timeout = ${seconds.graceful}
# Longer than Nginx keeps an idle connection, so that Nginx never sends into one that is closing.
keepalive = ${seconds.gunicornKeepalive}

# Workers are renewed now and then, so that a leak never grows old; the jitter keeps them from
# doing it all at once.${procfile.maxRequests === undefined ? "" : " The Procfile says how often."}
max_requests = ${procfile.maxRequests ?? "20_000"}
max_requests_jitter = ${procfile.maxRequestsJitter ?? (procfile.maxRequests === undefined ? "2_000" : Math.ceil(procfile.maxRequests / 10))}

# Workers show that they are alive through a file; on a disk, that can block them.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None

# As long as Nginx lets a request line be.
limit_request_line = 8190

# Errors go to stderr, where Docker collects them. Nginx writes the access log, with Gunicorn's
# time in it; "-" here writes a second one.
errorlog = "-"
accesslog = None
${gunicornSettings.has("control_socket_disable") ? noControlSocket : ""}
# Nginx is the only one that can connect, so whoever connects is believed when it says that the
# client came by HTTPS. Where others can connect, name Nginx's address in FORWARDED_ALLOW_IPS.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "*"
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
${gunicornSettings.has("forwarder_headers") ? noForwarderHeaders : ""}
${project.proxyFix ? ownProxyFix : proxyFix}
`;
}

/** How many requests are taken at once unless the environment says otherwise. Threads are undefined where the worker class has none to set; where workers are counted, the least of them. */
export function concurrency({ project, procfile }: Pick<Blueprint, "project" | "procfile">) {
  const { workerClass: given = "gthread" } = procfile;
  return {
    workers: procfile.workers ?? (isSocketIo(project) ? 1 : 2),
    threads: given === "gthread" ? (procfile.threads ?? (project.websockets ? 100 : 8)) : undefined,
  };
}

/** How one worker takes its requests. */
function workerClass(
  { workerClass: given, threads: givenThreads, workerConnections }: ProcfileSettings,
  threads: number | undefined,
): string {
  const connections = workerConnections === undefined ? "" : `\nworker_connections = ${workerConnections}`;
  if (given === "sync") {
    return `# From the Procfile: a worker takes one request after another. A second thread would make it "gthread".
worker_class = "sync"
threads = ${givenThreads ?? 1}`;
  }
  if (given === "gevent" || given === "eventlet") {
    return `# From the Procfile: a worker takes many requests at once, and turns to another wherever one waits.
worker_class = "${given}"${connections}`;
  }
  return `# A worker takes several requests at once, each in a thread, so that one that waits for a database
# does not hold up the others. An idle connection from Nginx costs no thread.${givenThreads === undefined ? "" : " The Procfile says how many."}
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or ${threads})${connections}`;
}

const noPreload = `
# Each worker loads the app by itself: loading it once before the fork saves memory, but then
# all workers would share one database connection.
preload_app = False`.trim();

const preload = `
# From the Procfile: the app is loaded once, before the workers are forked. What it opens while it is
# loaded, such as a connection to a database, all workers share.
preload_app = True`.trim();

const givenWorkers = (count: number): string =>
  `
# As many as the Procfile says; WEB_CONCURRENCY decides otherwise.
workers = int(os.environ.get("WEB_CONCURRENCY") or ${count})`.trim();

const noForwarderHeaders = `# No header may move the app to another path.
forwarder_headers = ""
`;

const noControlSocket = `
# The control socket wants a folder to write to, and nothing here talks to it.
control_socket_disable = True
`;

const workers = `
# One worker per CPU that the container may use, which is its quota and not the host's cores; two at
# least, so that one answers while the other is replaced. WEB_CONCURRENCY decides otherwise.
def cpus():
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    for names in (
        ["cpu.max"],
        ["cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"],
    ):
        try:
            quota, period = " ".join(Path("/sys/fs/cgroup", name).read_text() for name in names).split()
            if quota not in ("max", "-1"):
                return min(count, int(quota) / int(period))
        except (OSError, ValueError):
            pass
    return count


workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, math.ceil(cpus())))`.trim();

const oneWorker = `
# Socket.IO sends the requests of one client to one worker, which Gunicorn cannot promise with
# several. To scale, run more containers behind a message queue, with sticky sessions in Nginx.
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)`.trim();

const proxyFix = `
# The app sees Nginx as its client, unless it reads who the real one was from the headers that Nginx
# sets. It is the one proxy to trust, as it sets them anew whatever stands before it. TRUSTED_PROXIES=0
# leaves the request alone.
def post_worker_init(worker):
    hops = int(os.environ.get("TRUSTED_PROXIES") or 1)
    if hops > 0:
        from werkzeug.middleware.proxy_fix import ProxyFix

        worker.wsgi = ProxyFix(worker.wsgi, x_for=hops, x_proto=hops, x_host=hops)`.trim();

const ownProxyFix = `
# The app reads the real client from Nginx's headers by itself (ProxyFix), so nothing is done here.`.trim();
