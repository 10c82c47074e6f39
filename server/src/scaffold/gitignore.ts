import ignore from "ignore";

/** `.gitignore`: only this line is ours. */
export const gitignore = "# Secrets of this machine.\n.env\n";

/** With `.env` kept out of the repository; as it is where it already does that. */
export function mergeGitignore(current: string, ours: string): string {
  if (ignore().add(current).ignores(".env")) return current;
  const end = current.includes("\r\n") ? "\r\n" : "\n";
  return `${current.trimEnd()}${current.trim() === "" ? "" : end + end}${ours.replaceAll("\n", end)}`;
}
