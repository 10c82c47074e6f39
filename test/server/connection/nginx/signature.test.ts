import { expect, test } from "vitest";
import type { SignatureHelp } from "vscode-languageserver/node";
import { client, http, open, server, useServer } from "./session";

useServer();

test("a signature shows which argument is written", async () => {
  const { at } = await open(server("location / { proxy_cookie_path / |; }"));
  const found: SignatureHelp = await client.sendRequest("textDocument/signatureHelp", at);
  const form = found.signatures.find(({ parameters }) => parameters?.length === 2);
  const [start, end] = form?.parameters?.[1]?.label ?? [];
  expect(form?.activeParameter).toBe(1);
  expect(form?.label.slice(Number(start), Number(end))).toBe("replacement");
});

test.each<[what: string, source: string, form: string, argument: string]>([
  ["a port", server("listen 80|81;"), "listen port", "port"],
  ["a parameter by its name", server("listen 8081 s|sl;"), "listen port", "[ssl]"],
  ["a socket", server("listen unix:/a s|sl;"), "listen unix:path", "[ssl]"],
  ["an address", server("listen 127.0.0.1:81 backlog=|9;"), "listen address", "[backlog=number]"],
  ["a parameter with a value", server("limit_req zone=a nodelay bur|st=9;"), "limit_req zone", "[burst=number]"],
  ["a word that turns it off", server("access_log o|ff;"), "access_log off", "off"],
  ["the argument after", server("rewrite ^/a /b |;"), "rewrite regex", "[flag]"],
  ["one of many", server("index a b |;"), "index file", "file ..."],
])("a signature shows %s", async (_what, source, form, argument) => {
  const { at } = await open(source);
  const { signatures, activeSignature = 0 }: SignatureHelp = await client.sendRequest("textDocument/signatureHelp", at);
  const { label = "", parameters = [], activeParameter = 0 } = signatures[activeSignature ?? 0] ?? {};
  const [start, end] = parameters[activeParameter ?? 0]?.label ?? [];
  expect(label).toContain(form);
  expect(label.slice(Number(start), Number(end))).toContain(argument);
});

test("a signature is that of the block", async () => {
  const { at } = await open(http("upstream a { server |; }"));
  expect(await client.sendRequest("textDocument/signatureHelp", at)).toMatchObject({
    signatures: [{ label: "server address [parameters]" }],
  });
});

test("signatures show the forms of a directive", async () => {
  const { at } = await open(server("location / { proxy_cache_valid |; }"));
  expect(await client.sendRequest("textDocument/signatureHelp", at)).toMatchObject({
    signatures: [{ label: expect.stringContaining("proxy_cache_valid") }],
    activeParameter: 0,
  });
});
