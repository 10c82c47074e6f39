import type { OtherApp } from "./otherFramework";
import type { Database } from "./sqlite";

/** What a Flask project is: the facts that a plan is made from. Plain data; see `inspect` for how it is found. */
export interface Project {
  /** The WSGI target that Gunicorn is to serve (`pkg.wsgi:app`, `pkg:create_app()`), or null where none or several equal ones were found. */
  readonly target: string | null;
  /** The folder that the server starts in, relative to the root ("." or "backend"). */
  readonly workingDirectory: string;
  /** The folder that goes on Python's path, relative to the working directory ("." or "src"). */
  readonly pythonPath: string;
  /** Every object that could be served, best first. */
  readonly candidates: readonly Candidate[];
  readonly packageManager: PackageManager;
  /** The files that decide what is installed, relative to the root, the deciding one first. */
  readonly dependencyFiles: readonly string[];
  /** Normalised names (PEP 503) of what the project depends on directly, with the requirement as written. */
  readonly requirements: readonly Requirement[];
  /** `3.13`; the default where the project says nothing. */
  readonly pythonVersion: string;
  /** The file that says so (`.python-version`, `pyproject.toml`, ...) or `default`. */
  readonly pythonVersionSource: string;
  readonly staticFolders: readonly StaticFolder[];
  readonly services: readonly ServiceName[];
  /** Any view, hook or error handler is `async def`. */
  readonly async: boolean;
  readonly websockets: boolean;
  /** A GET route that answers whether the app is alive, such as `/healthz`. */
  readonly healthPath: string | null;
  /** `MAX_CONTENT_LENGTH` in bytes, where the project sets a constant. */
  readonly uploadLimit: number | null;
  /** The app keeps data in Flask's instance folder (SQLite of the tutorial, ...); relative to the root, where it will be. */
  readonly instanceFolder: string | null;
  /** The folders that uploads go to, relative to the root; absent where none were looked for. */
  readonly writtenFolders?: readonly string[];
  /** The SQLite files in the project that the app opens; absent where none were looked for. */
  readonly databases?: readonly Database[];
  /** The app wraps itself in werkzeug's ProxyFix. */
  readonly proxyFix: boolean;
  /** Every variable that the app reads from its environment, sorted by name. */
  readonly environment: readonly EnvironmentVariable[];
  /** The code calls other hosts over the network (requests, boto3, smtplib, ...). */
  readonly outbound: boolean;
  /** The Celery app that a worker can be started with; absent where there is none, or it is not sure which. */
  readonly celery?: CeleryApp;
  /** Those of the notes that say what was not read; absent where nothing was looked for. */
  readonly unread?: readonly string[];
  /** Those of the notes that name code that Python cannot read; absent where none was looked for. */
  readonly broken?: readonly string[];
  /** That of the notes which says that uploads meet Nginx's own limit; absent where they do not. */
  readonly uploadNote?: string;
  /** An application of another framework, where there is none of Flask's; absent where none was found. */
  readonly otherApp?: OtherApp;
  /** What a person should know of how this was read, already translated. */
  readonly notes: readonly string[];
}

export interface CeleryApp {
  /** As `celery -A` takes it: `make_celery:celery_app`. */
  readonly target: string;
  /** Modules with tasks that are not in that one, and that it may not import. */
  readonly modules: readonly string[];
  /** The variables that the address of its broker is read from. */
  readonly brokerVariables: readonly string[];
  /** The addresses of a broker that stand in the code, other than as a fallback. */
  readonly brokerUrls: readonly string[];
}

export type PackageManager = "pip" | "uv" | "poetry" | "pdm" | "pipenv" | "conda" | "none";

export type ServiceName = "postgres" | "mysql" | "redis" | "mongo" | "memcached" | "rabbitmq";

export interface Candidate {
  readonly target: string;
  /** Where the object is made, relative to the root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Higher is likelier; only the order and equality mean anything. */
  readonly score: number;
  /** Why it is one, already translated. */
  readonly reason: string;
  /** Relative to the root, as in `Project`. */
  readonly workingDirectory: string;
  readonly pythonPath: string;
}

export interface Requirement {
  /** PEP 503 normalised: `psycopg2-binary`. */
  readonly name: string;
  /** As the file writes it: `psycopg2-binary>=2.9; python_version < "3.13"`. */
  readonly text: string;
}

export interface StaticFolder {
  /** URL path with leading and no trailing slash: `/static`; `/` where they are at the root of the site. */
  readonly url: string;
  /** Relative to the root: `flaskr/static`. */
  readonly path: string;
  /** At the root of the site, where views of the app may have the URLs of files. */
  readonly mixed?: true;
}

export interface EnvironmentVariable {
  readonly name: string;
  /** The default that the code falls back to, as text, where it is a constant; undefined where there is none. */
  readonly default?: string;
  /** The code fails without it (`os.environ["X"]`). */
  readonly required: boolean;
  /** Its name says that its value must not be seen (`SECRET_KEY`, `*_PASSWORD`, `*_TOKEN`, `DATABASE_URL`, ...). */
  readonly secret: boolean;
  /** It is what Flask signs its cookies with (`SECRET_KEY`), whatever the variable is called: any random text will do. */
  readonly signs?: true;
}
