/** The names that compose looks for, in its order. */
export const composeFiles: readonly string[] = [
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "docker-compose.yaml",
];

/** What compose lays over a file of that name where it is there. */
export const overrideOf = (name: string): string => name.replace(/\.(ya?ml)$/, ".override.$1");
