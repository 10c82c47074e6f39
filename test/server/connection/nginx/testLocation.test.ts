import { describe, expect, test } from "vitest";
import { type TestLocationResult, testLocationRequest } from "../../../../server/src/protocol";
import { client, http, open, useServer } from "./session";

useServer();

describe("which server and location answer", () => {
  const text = http(`server { listen 80; server_name a;
location / { }
location /app/ { proxy_pass http://127.0.0.1:8000; }
location = /inside { internal; }
location ~ ^/never(a++) { }
}`);
  test.each([
    ["a/x", 3, "location /: It is the longest prefix"],
    ["a/app", 4, "location /app/: nginx redirects to it with 301"],
    ["a/%69nside", 5, "location = /inside: It is internal"],
  ])("%s", async (url, line, said) => {
    const { at } = await open(text.replace("location ~ ^/never(a++) { }", ""));
    const { location, steps }: TestLocationResult = await client.sendRequest(testLocationRequest, {
      uri: at.textDocument.uri,
      url,
    });
    expect(location?.range.start.line).toBe(line);
    expect(steps.map(({ what, why }) => `${what}: ${why}`).join("\n")).toContain(said);
  });
  test("none is named where nginx alone knows", async () => {
    const { at } = await open(text);
    const asked = { uri: at.textDocument.uri, url: "a/x" };
    const { server, location, steps }: TestLocationResult = await client.sendRequest(testLocationRequest, asked);
    expect([server?.range.start.line, location]).toEqual([2, undefined]);
    expect(steps.filter(({ outcome }) => outcome === "unknown").map(({ what }) => what)).toEqual([
      "location ~ ^/never(a++)",
    ]);
  });
  test("a path that nginx refuses is said to be refused", async () => {
    const { at } = await open(text);
    const asked = { uri: at.textDocument.uri, url: "a/../x" };
    const { outcomes, location }: TestLocationResult = await client.sendRequest(testLocationRequest, asked);
    expect([outcomes.map(({ text }) => text).join(), location]).toEqual([expect.stringContaining("400"), undefined]);
  });
  test("what answers in the end, and where it is said", async () => {
    const { at } = await open(
      http(`server { listen 80; server_name a; root /srv;
location / { try_files $uri @app; }
location @app { proxy_pass http://app:8000; }
}`),
    );
    const asked = { uri: at.textDocument.uri, url: "a/x" };
    const { outcomes, location }: TestLocationResult = await client.sendRequest(testLocationRequest, asked);
    expect(location?.range.start.line).toBe(3);
    expect(outcomes.map(({ text, location, by }) => [text, location, by?.range.start.line])).toEqual([
      ["If /srv/x is a file: nginx sends the file /srv/x (200).", "location /", 3],
      ["Otherwise: http://app:8000 answers.", "location @app", 4],
    ]);
  });
});
