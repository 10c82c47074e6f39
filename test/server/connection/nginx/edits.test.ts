import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Diagnostic, ProtocolConnection, PublishDiagnosticsParams } from "vscode-languageserver/node";
import { writtenSamples } from "../../../nginx/corpus";
import { edited, seriesOfEdits } from "../../../nginx/edits";
import { connectInMemory } from "../../inMemory";

/** A server to which files are opened, changed and closed; each answers the diagnostics of the file that it names. */
interface Editor {
  readonly client: ProtocolConnection;
  say(method: string, params: { readonly textDocument: { readonly uri: string } }): Promise<Diagnostic[]>;
}

let root: string;
let kept: Editor;
let fresh: Editor;

async function editor(): Promise<Editor> {
  const client = connectInMemory();
  let hear: (params: PublishDiagnosticsParams) => void = () => {};
  client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    hear(params);
  });
  client.listen();
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {} });
  const say: Editor["say"] = async (method, params) => {
    const heard = new Promise<Diagnostic[]>((resolve) => {
      hear = ({ uri, diagnostics }) => {
        if (uri === params.textDocument.uri) resolve(diagnostics);
      };
    });
    await client.sendNotification(method, params);
    return heard;
  };
  return { client, say };
}

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "nginx-edits-")));
});
afterAll(() => {
  kept?.client.dispose();
  fresh?.client.dispose();
  rmSync(root, { recursive: true, force: true });
});

test("a file that was edited is judged as one that was never seen before", { timeout: 60_000 }, async () => {
  kept = await editor();
  fresh = await editor();
  const uriOf = (folder: string) => pathToFileURL(join(root, folder, "nginx.conf")).toString();
  const uri = uriOf("kept");
  const samples = writtenSamples("/x");
  let version = 1;
  const opening = (where: string, text: string) => ({
    textDocument: { uri: where, languageId: "nginx", version: version++, text },
  });
  for (const [index, series] of fc.sample(seriesOfEdits, { numRuns: 25, seed: 15 }).entries()) {
    let text = samples[(index * 37) % samples.length]?.text ?? "";
    await kept.say("textDocument/didOpen", opening(uri, text));
    for (const change of series) {
      text = edited(text, change);
      const changed = { textDocument: { uri, version: version++ }, contentChanges: [{ text }] };
      const said = JSON.stringify(await kept.say("textDocument/didChange", changed));
      const other = uriOf(String(version));
      const anew = JSON.stringify(await fresh.say("textDocument/didOpen", opening(other, text)));
      expect(said).toBe(anew.replaceAll(other, uri));
      await fresh.say("textDocument/didClose", { textDocument: { uri: other } });
    }
    await kept.say("textDocument/didClose", { textDocument: { uri } });
  }
});
