import type { Diagnostic } from "vscode-languageserver/node";
import type { Context, Feature } from "../feature";
import type { OpenViews } from "./features";

/** Milliseconds without a change after which it is asked what others say of a file. */
const quiet = 300;

/**
 * Pushes what is wrong with the open Nginx files, after each change of any of them.
 * @param others what is said of a file together with others of its stack: that takes longer, and is asked for later
 */
export const nginxDiagnostics = (
  views: OpenViews,
  others: (context: Context, uri: string) => Promise<readonly Diagnostic[]>,
): Feature => ({
  capabilities: {},
  register(context) {
    const { connection, documents, onFilesChanged, onSettings } = context;
    const told = new Set<string>();
    const beside = new Map<string, readonly Diagnostic[]>();
    let later: NodeJS.Timeout | undefined;
    let waiting = false;
    let listening = false;

    const tell = async (): Promise<void> => {
      waiting = false;
      const { toDiagnostic, toVerdict, withVerdicts } = await import("./service");
      const all = await views(documents);
      if (!listening) all.verdicts.onJudged(soon);
      listening = true;
      for (const { uri, version } of documents.all()) {
        const opened = all.open(uri);
        if (!opened) continue;
        const findings = opened.findings().get(opened.view.path) ?? [];
        told.add(uri);
        const diagnostics = [
          ...withVerdicts(
            findings.map((finding) => toDiagnostic(opened, finding)),
            all.verdicts.of(uri).map((refused) => toVerdict(opened, refused)),
          ),
          ...(beside.get(uri) ?? []),
        ];
        await connection.sendDiagnostics({ uri, version, diagnostics });
      }
      clearTimeout(later);
      later = setTimeout(() => askOthers().catch(report), quiet).unref();
    };
    const askOthers = async (): Promise<void> => {
      let changed = false;
      for (const uri of told) {
        const said = await others(context, uri);
        if (JSON.stringify(said) === JSON.stringify(beside.get(uri) ?? [])) continue;
        beside.set(uri, said);
        changed = true;
      }
      if (changed) soon();
    };
    const report = (error: unknown): void =>
      connection.console.error(String(error instanceof Error ? error.stack : error));
    const soon = (): void => {
      if (waiting) return;
      waiting = true;
      // Changes that arrive together are judged together.
      setImmediate(() => {
        tell().catch(report);
      });
    };
    const changed = async (): Promise<void> => {
      (await views(documents)).forget();
      soon();
    };

    documents.onDidChangeContent(soon);
    documents.onDidSave(changed);
    documents.onDidClose(({ document: { uri } }) => {
      beside.delete(uri);
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
