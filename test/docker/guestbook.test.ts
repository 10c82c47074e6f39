import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ask, Visitor } from "./support/http";
import { keepsPromises } from "./support/keepsPromises";
import { guestbook } from "./support/projects";
import type { Stack } from "./support/stack";

const message = "Hello from the tests";

// The folder's name is one that compose cannot take as a project's: spaces, a quote, Hangul, a leading dash.
keepsPromises(guestbook, "-Bob's 방명록", { tests, data: { write: sign, remembered } });

async function sign(stack: Stack): Promise<void> {
  const visitor = new Visitor(stack.url);
  const token = /name="token" value="([^"]+)"/.exec((await visitor.get("/")).text)?.[1] ?? "";
  const posted = await visitor.post("/", { token, name: "Ada", message, colour: "teal" });
  expect(posted.status).toBe(302);
  expect((await visitor.get("/")).text).toContain("Thank you, Ada.");
}

/** SQLite in the instance folder. */
async function remembered(stack: Stack): Promise<void> {
  expect((await new Visitor(stack.url).get("/")).text).toContain(message);
}

function tests(stack: () => Stack): void {
  test("an entry is written, and shown by whichever worker answers", async () => {
    // One session over several workers: all of them sign its cookie with the same key.
    await sign(stack());
    for (let round = 0; round < 10; round++) {
      expect((await new Visitor(stack().url).get("/")).text).toContain(message);
    }
  });

  test("a stylesheet is sent compressed to whoever takes it, and differs by that", async () => {
    const url = stack().url + guestbook.staticFile.url;
    const [plain, packed] = [await ask(url), await ask(url, { headers: { "accept-encoding": "gzip" } })];
    expect(packed.headers).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding" });
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    // It was compressed when the image was built: its size is known, and it has a tag of its own.
    expect(packed.headers["content-length"]).toBe(String(packed.body.length));
    expect(packed.headers.etag).not.toBe(plain.headers.etag);
  });

  test("the way of a request is shown: a client, Nginx, one of several Gunicorn workers, Flask", async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => new Visitor(stack().url).get("/request.json")));
    const seen = answers.map(({ text }) => JSON.parse(text));
    expect(new Set(seen.map(({ pid }) => pid)).size).toBeGreaterThan(1);
    for (const facts of seen) {
      expect(facts).toMatchObject({ behind_gunicorn: true, behind_proxy: true, scheme: "http" });
      expect(facts.peer).not.toBe(facts.remote_addr);
    }
  });
}
