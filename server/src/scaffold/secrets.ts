import { randomBytes } from "node:crypto";
import type { Blueprint } from "./blueprint";
import { stackVariables } from "./envExample";

/** Secrets that the app only compares with itself: any random text will do, so the first start needs no hand. */
const selfMade: ReadonlySet<string> = new Set([
  "SECRET_KEY",
  "FLASK_SECRET_KEY",
  "APP_SECRET_KEY",
  "APP_SECRET",
  "SESSION_SECRET",
  "JWT_SECRET",
  "JWT_SECRET_KEY",
  "SECURITY_PASSWORD_SALT",
  "WTF_CSRF_SECRET_KEY",
]);

/** The variables that `.env` needs and that can be made up: passwords of the stack's own databases, keys of the app's own. */
export function selfMadeSecrets(blueprint: Blueprint, compose: string): readonly string[] {
  const own = blueprint.project.environment
    .filter(({ name, signs }) => signs || selfMade.has(name))
    .map(({ name }) => name);
  return [...new Set([...own, ...stackVariables(blueprint, compose).passwords])].sort();
}

/** 192 bits, in letters that need no quoting in a file or a URL. */
export const randomSecret = (): string => randomBytes(24).toString("hex");

/** `.env`: made once, never written over, never committed. */
export const dotenv = (names: readonly string[], random: () => string): string =>
  `# Secrets of this machine. This file is never committed.\n${names.map((name) => `${name}=${random()}\n`).join("")}`;
