// Gunicorn writes its texts in reStructuredText; a hover shows Markdown.

const page = "https://gunicorn.org";

/** A setting's text as Markdown. */
export function markdownOf(text) {
  return blocks(text.split("\n")).join("\n").trim();
}

const notes = {
  note: "Note",
  warning: "Warning",
  versionadded: "Since",
  versionchanged: "Changed in",
  deprecated: "Deprecated since",
};

/** Lines with directives and literal blocks turned; what is indented under one is read in the same way. */
function blocks(lines) {
  const made = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const directive = line.match(/^\.\. ([\w-]+)::\s*(.*)$/);
    if (directive) {
      const [body, next] = indented(lines, at + 1);
      made.push("", ...ofDirective(directive[1], directive[2], body), "");
      at = next - 1;
    } else if (/^\.\. _[\w-]+:/.test(line)) {
      // A target for links: says nothing.
    } else if (/^\+[-=+]+\+$/.test(line.trim())) {
      const end = lines.findIndex((other, index) => index > at && !/^\s*[+|]/.test(other));
      made.push("", "```text", ...lines.slice(at, end < 0 ? lines.length : end), "```", "");
      at = (end < 0 ? lines.length : end) - 1;
    } else if (/^=+( +=+)+$/.test(line)) {
      const end = lines.findLastIndex((other) => /^=+( +=+)+$/.test(other)) + 1;
      made.push("", "```text", ...lines.slice(at, end), "```", "");
      at = end - 1;
    } else if (/^\s*```/.test(line)) {
      const end = lines.findIndex((other, index) => index > at && /^\s*```/.test(other));
      made.push(...lines.slice(at, end + 1));
      at = end;
    } else if (line.trimEnd().endsWith("::")) {
      const said = inline(line.trimEnd().replace(/\s*::$/, (colons) => (colons === "::" ? ":" : "")));
      const [body, next] = indented(lines, at + 1);
      made.push(said, "", ...fenced(body), "");
      at = next - 1;
    } else made.push(inline(line));
  }
  return made.filter((line, index) => line !== "" || made[index - 1] !== "");
}

/** The indented lines from there on, without their indentation, and where they end. */
function indented(lines, from) {
  let end = from;
  while (end < lines.length && (lines[end].trim() === "" || /^\s/.test(lines[end]))) end++;
  const body = lines.slice(from, end);
  const depth = Math.min(...body.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  const text = body
    .map((line) => line.slice(depth))
    .join("\n")
    .replace(/^\n+|\s+$/g, "");
  return [text === "" ? [] : text.split("\n"), end];
}

function ofDirective(name, argument, body) {
  if (name === "code-block") return fenced(body, argument);
  const said = blocks(body).join("\n").trim();
  if (name.startsWith("version") || name === "deprecated") {
    return [`_${notes[name]} ${argument}${said === "" ? "._" : `:_ ${said.replace(/\n(?=\S)/g, " ")}`}`];
  }
  return `**${notes[name] ?? name}:** ${[inline(argument), said].filter(Boolean).join(" ")}`.split("\n");
}

const fenced = (body, language = body.some((line) => /^\$ /.test(line)) ? "console" : "python") => [
  `\`\`\`${language || "python"}`,
  ...body,
  "```",
];

/** Links to pages say their name; those to settings, the setting's. */
const pages = new Set(["worker-types", "asyncio-workers", "blocking-os-fchmod", "http2-prior-knowledge"]);
const reference = (name) => (pages.has(name) ? name.replace(/-/g, " ") : `\`${name.replace(/-/g, "_")}\``);

function inline(line) {
  return line
    .replace(/``(.+?)``/g, "`$1`")
    .replace(/:ref:`([^`<]+?)\s*<[^`>]+>`/g, "$1")
    .replace(/:ref:`([^`]+)`/g, (_all, name) => reference(name))
    .replace(/:\w+:`([^`]+)`/g, "`$1`")
    .replace(/`([^`<]+?)\s*<(https?:[^`>]+)>`_{1,2}/g, "[$1]($2)")
    .replace(/`([^`<]+?)\s*<([^`>:]+)>`_{1,2}/g, `[$1](${page})`);
}
