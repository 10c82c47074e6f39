import type { TextDocument } from "vscode";

/** Files that the server has something to say of, whatever is in them. */
const names = [
  /gunicorn[^/]*\.py$/,
  /(?:^|\/)(?:Docker|Container)file[^/]*$/i,
  /\.dockerfile$/i,
  /(?:^|\/)[^/]*compose[^/]*\.ya?ml$/,
  /(?:^|\/)Procfile[^/]*$/,
];

/** Larger ones are data. */
const longest = 1_000_000;

/**
 * Whether a document is worth the start of the server's process. It may be one of a language that others serve: a
 * Python file, a shell script, a unit of systemd. Then it counts where it speaks of Gunicorn.
 */
export function isServed(document: TextDocument): boolean {
  const { languageId, uri } = document;
  if (languageId === "nginx") return true;
  if (uri.scheme !== "file") return false;
  if (names.some((name) => name.test(uri.path))) return true;
  const text = document.getText();
  return text.length < longest && (/gunicorn/i.test(text) || (languageId === "python" && looksLikeConfig(text)));
}

/** A file of settings under another name: `config/production.py` that a command names with `-c`. */
const looksLikeConfig = (text: string): boolean => /^(?:bind|workers|worker_class|wsgi_app)\s*=/m.test(text);

/** What VS Code takes a `.conf` for where nobody has said otherwise. */
const unsaid: ReadonlySet<string> = new Set(["plaintext", "properties", "ini"]);

/** Whether a document may be Nginx's though neither its name nor its folder says so; the server knows. */
export function mayBeNginx(document: TextDocument): boolean {
  const { languageId, uri } = document;
  if (!unsaid.has(languageId) || uri.scheme !== "file" || !uri.path.endsWith(".conf")) return false;
  const text = document.getText();
  return text.length < longest && /^[ \t]*(?:http|server|upstream\s+\S+|location\s[^\n{}]+)\s*\{/m.test(text);
}
