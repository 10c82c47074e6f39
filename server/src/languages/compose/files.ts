/** The names that compose looks for, in its order. */
export const composeFiles: readonly string[] = [
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "docker-compose.yaml",
];

/** What compose lays over a file of that name where it is there. */
export const overrideOf = (name: string): string => name.replace(/\.(ya?ml)$/, ".override.$1");

/** Names that people give to compose files, those for one environment too. */
export const composeName = /^(docker-)?compose([._-].+)?\.ya?ml$|^docker-stack.*\.ya?ml$/;
