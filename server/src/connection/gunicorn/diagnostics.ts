import type { Context, Feature } from "../feature";
import type { Open } from "./features";
import type { GunicornSettings } from "./findings";

/** What the user chose, as each connection was told last. */
const settings = new WeakMap<Context, GunicornSettings>();

/** Without a word from the client, as it is. */
export const settingsOf = (context: Context): GunicornSettings => settings.get(context) ?? { severities: new Map() };

/** Pushes what is wrong with how Gunicorn is configured in the open files, after each change of any of them. */
export const gunicornDiagnostics = (open: Open): Feature => ({
  capabilities: {},
  register(context) {
    const { connection, documents } = context;
    const told = new Set<string>();
    let waiting = false;

    const tell = async (): Promise<void> => {
      waiting = false;
      for (const { uri, version, languageId } of documents.all()) {
        // Its own feature tells of an Nginx file, and a second answer would take away the first.
        const file = languageId === "nginx" ? undefined : await open(context, uri);
        if (file === undefined) {
          if (told.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
          continue;
        }
        const { findingsOf, toDiagnostic } = await import("./service");
        const diagnostics = findingsOf(file, settingsOf(context)).map((finding) => toDiagnostic(file, finding));
        told.add(uri);
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

    documents.onDidChangeContent(soon);
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
