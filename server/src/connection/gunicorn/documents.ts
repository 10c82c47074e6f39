import type { DocumentFilter } from "vscode-languageserver/node";

/**
 * The files that Gunicorn may be configured in, as the client can tell them by their names; `placeOf` and
 * `isGunicornFile` say it exactly. Of another Python file, the client asks nothing.
 */
const patterns = [
  "**/*gunicorn*.py",
  "**/{Dockerfile,Containerfile,dockerfile,containerfile}",
  "**/{Dockerfile,Containerfile}.*",
  "**/*.{Dockerfile,dockerfile}",
  "**/{compose,docker-compose,docker-stack}*.{yml,yaml}",
  "**/Procfile*",
  "**/*.service",
  "**/*.service.*",
  "**/supervisor*.{conf,ini}",
  "**/{supervisor,supervisord,supervisor.d,supervisord.d}/**/*.{conf,ini}",
  "**/{Makefile,makefile,GNUmakefile}",
  "**/*.mk",
  "**/{.env,.flaskenv}",
  "**/.env.*",
  "**/*.env",
  "**/*.{sh,bash,ksh,zsh}",
  "**/{entrypoint,docker-entrypoint}",
];

/** What names do not tell: a script without an ending, a compose file of another name. */
const languages = ["dockerfile", "dockercompose", "shellscript", "makefile"];

export const gunicornDocuments: readonly DocumentFilter[] = [
  ...patterns.map((pattern) => ({ scheme: "file", pattern })),
  ...languages.map((language) => ({ scheme: "file", language })),
];

/** A config file that a command names and that its own name does not tell. */
export const exactly = (path: string): DocumentFilter => ({ scheme: "file", pattern: path.replace(/[*?{}[\]]/g, "?") });
