import { afterEach, describe, expect, test } from "vitest";
import type {
  ClientCapabilities,
  InitializeResult,
  ProtocolConnection,
  RegistrationParams,
} from "vscode-languageserver/node";
import { connectInMemory } from "../inMemory";
import { startSession } from "./support";

let client: ProtocolConnection;
afterEach(() => client.dispose());

async function initialize(capabilities: ClientCapabilities) {
  client = connectInMemory();
  const registered: RegistrationParams["registrations"][number][] = [];
  client.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
    registered.push(...registrations);
  });
  client.listen();
  const result: InitializeResult = await client.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities,
  });
  await client.sendNotification("initialized", {});
  return { result, registered };
}

const dynamic = { dynamicRegistration: true };

describe("what a client is told of Gunicorn's files", () => {
  test("a client that registers is asked for these alone, and never to format them", async () => {
    const { result, registered } = await initialize({
      textDocument: {
        ...{ completion: dynamic, hover: dynamic, signatureHelp: dynamic, definition: dynamic, references: dynamic },
        ...{ documentSymbol: dynamic, inlayHint: dynamic, codeAction: dynamic, formatting: dynamic },
      },
    });
    await expect.poll(() => registered.length).toBeGreaterThanOrEqual(8);
    const methods = registered.map(({ method }) => method);
    expect(methods).toEqual(expect.arrayContaining(["textDocument/completion", "textDocument/inlayHint"]));
    expect(methods.some((method) => /formatting|rename/i.test(method))).toBe(false);
    const [completion] = registered.filter(({ method }) => method === "textDocument/completion");
    const { documentSelector, triggerCharacters } = completion?.registerOptions ?? {};
    expect(documentSelector).toContainEqual({ scheme: "file", pattern: "**/*gunicorn*.py" });
    expect(JSON.stringify(documentSelector)).not.toContain('"python"');
    expect(triggerCharacters).toContain("-");
    // Of Nginx's alone: what the client offers for its own documents.
    expect(result.capabilities.completionProvider?.triggerCharacters).not.toContain("-");
  });

  test("a client that cannot register is told at the start", async () => {
    const { result, registered } = await initialize({});
    expect(result.capabilities.completionProvider?.triggerCharacters).toEqual(expect.arrayContaining(["$", "-", '"']));
    expect(result.capabilities.signatureHelpProvider?.triggerCharacters).toContain("(");
    expect(result.capabilities.codeActionProvider).toMatchObject({
      codeActionKinds: expect.arrayContaining(["quickfix", "refactor.extract"]),
    });
    expect(result.capabilities.completionProvider?.resolveProvider).toBe(true);
    expect(registered).toEqual([]);
  });

  test("a client that watches files is asked to", async () => {
    const { registered } = await initialize({ workspace: { didChangeWatchedFiles: dynamic } });
    await expect.poll(() => registered.map(({ method }) => method)).toEqual(["workspace/didChangeWatchedFiles"]);
  });

  test("a config file that only a command names is registered by its path", async () => {
    const session = await startSession({ textDocument: { hover: dynamic } });
    ({ client } = session);
    const patterns: string[] = [];
    session.client.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
      for (const { registerOptions } of registrations) {
        for (const { pattern } of registerOptions?.documentSelector ?? []) patterns.push(pattern);
      }
    });
    session.write("conf/web.py", "timeout = 120\n");
    await session.open("Procfile", "web: gunicorn -c conf/web.py app:app\n");
    await expect.poll(() => patterns).toContain(`${session.root}/conf/web.py`);
    session.end();
  });
});
