import { appFolder, type Blueprint, nginxHealthPath, ports, users } from "./blueprint";
import { dataFolders } from "./dataFolders";
import { nginxImage, pythonImage } from "./images";
import type { Install } from "./install";

/** Endings of the static files that gzip makes much smaller. */
const compressible = ["css", "js", "mjs", "json", "map", "svg", "xml", "txt", "html"];

/** `Dockerfile`: three stages that BuildKit of Docker 20.10 and later builds. `web` is the last, so a plain `docker build .` gives the app. */
export function dockerfile({ project, answers, wsgi, statics, install, packages }: Blueprint): string {
  const image = pythonImage(answers.python);
  const home = posix(appFolder, wsgi.workingDirectory);
  return `# Three stages: "build" installs the dependencies, "nginx" and "web" are what runs.

# The dependencies go into a virtual environment that is copied as a whole: no compiler and no pip
# cache get into what runs.
FROM ${image} AS build
${packages.build.length > 0 ? aptGet("Compilers and headers for dependencies that PyPI has no ready wheel of.", packages.build) : ""}ENV VIRTUAL_ENV=/opt/venv \\
    PATH=/opt/venv/bin:$PATH \\
    PIP_DISABLE_PIP_VERSION_CHECK=1${environment(install)}
RUN python -m venv /opt/venv
WORKDIR ${dockerPath(appFolder)}
${comment(install.comment)}
${install.wholeSource ? "COPY . ." : install.inputs.length > 0 ? copyEach(install.inputs) : ""}
RUN ${install.caches.map((folder) => `--mount=type=cache,target=${folder}`).join(" \\\n    ")} \\
    ${install.commands.join(" && \\\n    ")}

# Nginx with its configuration and the static files inside: production mounts nothing from the host.
FROM ${nginxImage} AS nginx
COPY --chmod=644 nginx/nginx.conf /etc/nginx/nginx.conf
${statics.map(({ source, folder }) => `COPY --chmod=755 ${copy(`${source}/`, `${folder}/`)}\n`).join("")}${statics.length > 0 ? compressed : ""}USER ${users.nginx}
# Nginx finishes the requests in flight on SIGQUIT; on SIGTERM it drops them.
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=2s --timeout=2s --start-period=10s --retries=5 \\
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:${ports.nginx}${nginxHealthPath}"]
CMD ["nginx", "-g", "daemon off;"]

# Gunicorn and the app.
FROM ${image} AS web
${packages.run.length > 0 ? aptGet("Libraries that the dependencies load.", packages.run) : ""}# Python's output is not held back, and nothing is written beside the code. HOME is for libraries that want one.
ENV PATH=/opt/venv/bin:$PATH \\
    PYTHONUNBUFFERED=1 \\
    PYTHONDONTWRITEBYTECODE=1 \\
    HOME=/tmp${wsgi.pythonPath === "." ? "" : ` \\\n    PYTHONPATH=${dockerPath(posix(home, wsgi.pythonPath))}`}
# A user that owns nothing. A number, so that an orchestrator can see that it is not root.
RUN groupadd --gid ${users.web.split(":")[1]} app && \\
    useradd --uid ${users.web.split(":")[0]} --gid app --home-dir /tmp --no-create-home --shell /usr/sbin/nologin app
${ownedFolders(dataFolders(project).map(({ path }) => posix(appFolder, path)))}COPY --from=build /opt/venv /opt/venv
WORKDIR ${dockerPath(home)}
# The code comes last: when only it changes, everything above is taken from the cache. It stays root's,
# so the app cannot change it; 755 lets the app read it whatever the rights in the checkout are.
COPY --chmod=755 . ${copyTarget(`${appFolder}/`)}
USER ${users.web}
EXPOSE ${ports.gunicorn}
${comment(project.healthPath === null ? "The app has no health route, so any answer counts; a path that it does not know costs it least." : "The app's own health route decides.")}
HEALTHCHECK --interval=3s --timeout=5s --start-period=60s --retries=5 \\
    CMD ${JSON.stringify(["python", "-IS", "-c", healthCheck(project.healthPath)])}
CMD ${exec(["gunicorn", "--config", posixRelative(wsgi.workingDirectory, "gunicorn.conf.py"), wsgi.target])}
`;
}

/** What `gzip_static` in nginx.conf finds; a file that the project has compressed itself stays. Alpine's find and gzip do it, too. */
const compressed = `# Text is compressed here, once and as well as can be, and not again for each request.
RUN find /srv -type f -size +1k \\
    \\( ${compressible.map((ending) => `-name "*.${ending}"`).join(" -o ")} \\) \\
    ! -exec test -e "{}.gz" \\; -exec gzip -9 -k {} +
`;

/**
 * Any HTTP answer counts where the app has no health route: a login page or an error is not the server being down, and a
 * view that asks a database would be asked every few seconds. By a socket: what Python imports for
 * `http.client` costs twice as much, every few seconds, of the CPU that the app may use.
 */
function healthCheck(path: string | null): string {
  const request = `GET ${encodeURI(path ?? "/-/alive")} HTTP/1.1\\r\\nHost: 127.0.0.1:${ports.gunicorn}\\r\\nConnection: close\\r\\n\\r\\n`;
  const ask = `import socket; s = socket.create_connection(('127.0.0.1', ${ports.gunicorn}), 4); s.send(b${pythonString(request)});`;
  return path === null
    ? `${ask} raise SystemExit(not s.recv(12))`
    : `${ask} raise SystemExit(not b'200' <= s.recv(12)[9:] < b'400')`;
}

/** BuildKit keeps the packages and lists in its own cache: neither gets into the image. */
const aptGet = (why: string, packages: readonly string[]): string => `# ${why}
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
    --mount=type=cache,target=/var/lib/apt,sharing=locked \\
    rm -f /etc/apt/apt.conf.d/docker-clean && \\
    apt-get update && \\
    apt-get install --yes --no-install-recommends ${packages.join(" ")}
`;

const ownedFolders = (folders: readonly string[]): string =>
  folders.length === 0
    ? ""
    : `# What the app writes: compose.yaml puts a volume here, which takes over this owner.
RUN install -d -o ${users.web.split(":")[0]} -g ${users.web.split(":")[1]} ${folders.map(dockerPath).join(" ")}
`;

const environment = ({ environment }: Install): string =>
  Object.entries(environment)
    .map(([name, value]) => ` \\\n    ${name}=${value}`)
    .join("");

/** Comment lines of at most 100 characters. */
const comment = (text: string): string =>
  (text.match(/.{1,98}(?:\s|$)/g) ?? []).map((line) => `# ${line.trimEnd()}`).join("\n");

/** Each file to the folder that it is in, one COPY per folder. */
function copyEach(paths: readonly string[]): string {
  const folders = [...new Set(paths.map(folderOf))];
  return folders
    .map((folder) => `COPY ${copy(...paths.filter((path) => folderOf(path) === folder), `./${folder}`)}`)
    .join("\n");
}

/** With its slash at the end; empty for the root. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** The words of a COPY: as JSON where a path holds a space. Docker expands `$` and matches `*`, `?` and `[` in it. */
function copy(...paths: readonly string[]): string {
  const words = paths.map((path) => path.replace(/[$\\]/g, "\\$&").replace(/[*?[]/g, "[$&]"));
  return words.some((word) => /\s/.test(word)) ? exec(words) : words.join(" ");
}

const copyTarget = (path: string): string => copy(path);

const dockerPath = (path: string): string => path.replace(/[$\\]/g, "\\$&");

const exec = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;

/** A Python literal; escapes that are written in the text stay. */
const pythonString = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;

const posix = (folder: string, path: string): string => (path === "." ? folder : `${folder}/${path}`);

/** The way from a folder below the root to a file in the root. */
const posixRelative = (folder: string, file: string): string =>
  folder === "." ? file : `${"../".repeat(folder.split("/").length)}${file}`;
