import * as l10n from "@vscode/l10n";
import { type Plain, record } from "../record";
import { appFolder, ports } from "./blueprint";

/** What a service of theirs that becomes one of ours keeps, and that works against the stack; already translated. */
export function keptNotes(path: string, name: string, theirs: Plain, ours: Plain): readonly string[] {
  const notes = ["command", "entrypoint"]
    .filter((key) => theirs[key] !== undefined && ours[key] === undefined)
    .map((key) =>
      isDevServer(theirs[key])
        ? l10n.t(
            "{0}: the {1} of {2} is yours and stays, and as flask run serves at another port than {3}, where Nginx asks, the stack does not become healthy: remove it to have Gunicorn started as in production.",
            path,
            key,
            name,
            ports.gunicorn,
          )
        : l10n.t(
            "{0}: the {1} of {2} is yours and stays; remove it to have Gunicorn started as in production.",
            path,
            key,
            name,
          ),
    );
  if (ours.ports === undefined && entries(theirs.ports).some(isOpen)) {
    notes.push(
      l10n.t(
        "{0}: the ports of {1} are yours and stay published; remove them, since whoever reaches {1} past Nginx can forge the X-Forwarded-* headers that it believes.",
        path,
        name,
      ),
    );
  }
  if (entries(theirs.volumes).some(isOverApp)) {
    notes.push(
      l10n.t(
        "{0}: the volume of {1} at {2} is yours and stays; remove it, since it hides the app that was built into the image behind other files.",
        path,
        name,
        appFolder,
      ),
    );
  }
  return notes;
}

/** Flask's own server, with nothing in its command line of the port that Nginx asks. */
function isDevServer(command: unknown): boolean {
  const words = Array.isArray(command) ? command.map(String) : String(command).split(/\s+/);
  const line = words.join(" ");
  return (
    /^(python[\d.]* -m )?flask( -[\w-]+(=\S+| [^\s-]\S*)?)* run( |$)/.test(line) &&
    !/[;&|$]/.test(line) &&
    !line.includes(String(ports.gunicorn))
  );
}

const entries = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Other machines reach a published port, unless it is bound to the host's own loopback address. */
function isOpen(port: unknown): boolean {
  const { host_ip: address } = record(port);
  const host = typeof port === "object" ? String(address ?? "") : String(port);
  return !/^(127\.|\[?::1\]?(:|$)|localhost(:|$))/.test(host);
}

/** In the short form the target is the last part but for the mode: `.:/app:ro`. */
function isOverApp(volume: unknown): boolean {
  const { target } = record(volume);
  const place = typeof volume === "object" ? String(target ?? "") : String(volume).replace(/:[\w,]+$/, "");
  return (place.split(":").at(-1) ?? "").replace(/\/+$/, "") === appFolder;
}
