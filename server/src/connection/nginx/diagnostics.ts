import type { Feature } from "../feature";
import type { OpenViews } from "./features";

/** Pushes what is wrong with the open Nginx files, after each change of any of them. */
export const nginxDiagnostics = (views: OpenViews): Feature => ({
  capabilities: {},
  register({ connection, documents, onFilesChanged, onSettings }) {
    const told = new Set<string>();
    let waiting = false;
    let listening = false;

    const tell = async (): Promise<void> => {
      waiting = false;
      const { toDiagnostic, toVerdict } = await import("./service");
      const all = await views(documents);
      if (!listening) all.onJudged(soon);
      listening = true;
      for (const { uri, version } of documents.all()) {
        const opened = all.open(uri);
        if (!opened) continue;
        const findings = opened.findings().get(opened.view.path) ?? [];
        told.add(uri);
        const refused = all.refused(uri);
        const diagnostics = [
          ...findings.map((finding) => toDiagnostic(opened, finding)),
          ...(refused ? [toVerdict(opened, refused)] : []),
        ];
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
    const changed = async (): Promise<void> => {
      (await views(documents)).forget();
      soon();
    };

    documents.onDidChangeContent(soon);
    documents.onDidSave(changed);
    documents.onDidClose(({ document: { uri } }) => {
      if (told.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
      void changed();
    });
    onFilesChanged(changed);
    onSettings(async (settings) => {
      const { readSettings } = await import("./service");
      (await views(documents)).configure(readSettings(settings));
      soon();
    });
  },
});
