import type { TextDocument } from "vscode-languageserver-textdocument";
import type { GunicornSettings } from "../../rules/userSettings";
import type { Context, Feature } from "../feature";
import type { Open } from "./features";

/** What the user chose, as each connection was told last. */
const settings = new WeakMap<Context, GunicornSettings>();

/** Without a word from the client, as it is. */
export const settingsOf = (context: Context): GunicornSettings => settings.get(context) ?? { severities: new Map() };

/** Pushes what is wrong with how Gunicorn is configured in the open files, after each change of any of them. */
export const gunicornDiagnostics = (open: Open): Feature => ({
  capabilities: {},
  register(context) {
    const { connection, documents } = context;
    /** What was said of each file, and of which version of it. */
    const told = new Map<string, string>();
    const changed = new Set<string>();
    let waiting = false;
    let service: typeof import("./service") | undefined;

    /** All that are open, those first that are being typed in. */
    const inTurn = (): TextDocument[] => {
      const all = documents.all();
      const first = all.filter(({ uri }) => changed.has(uri));
      const rest = all.filter(({ uri }) => !changed.has(uri));
      changed.clear();
      return [...first, ...rest];
    };

    const tell = async (): Promise<void> => {
      waiting = false;
      for (const { uri, version, languageId } of inTurn()) {
        // Its own feature tells of an Nginx file, and a second answer would take away the first.
        const file = languageId === "nginx" ? undefined : await open(context, uri);
        if (file === undefined) {
          if (told.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
          continue;
        }
        service ??= await import("./service");
        const { findingsOf, toDiagnostic } = service;
        const diagnostics = findingsOf(file, settingsOf(context)).map((finding) => toDiagnostic(file, finding));
        const said = JSON.stringify([version, diagnostics]);
        if (told.get(uri) === said) continue;
        told.set(uri, said);
        await connection.sendDiagnostics({ uri, version, diagnostics });
      }
    };
    const soon = (): void => {
      if (waiting) return;
      waiting = true;
      // Changes that arrive together are judged together.
      setImmediate(() => {
        tell().catch((error: unknown) =>
          connection.console.error(String(error instanceof Error ? error.stack : error)),
        );
      });
    };

    documents.onDidChangeContent(({ document: { uri } }) => {
      changed.add(uri);
      soon();
    });
    documents.onDidSave(soon);
    documents.onDidClose(({ document: { uri } }) => {
      if (told.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
      soon();
    });
    context.onFilesChanged(soon);
    context.onSettings(async (sent) => {
      const { readGunicornSettings } = await import("./service");
      settings.set(context, readGunicornSettings(sent));
      soon();
    });
  },
});
