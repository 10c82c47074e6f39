import { expect, test } from "vitest";
import { ask } from "./support/http";
import { keepsPromises } from "./support/keepsPromises";
import { httpbin } from "./support/projects";
import type { Stack } from "./support/stack";

keepsPromises(httpbin, "flask-stack-test-httpbin", { tests });

function tests(stack: () => Stack): void {
  const get = (path: string, headers: Record<string, string> = {}) => ask(stack().url + path, { headers });

  test.for([200, 204, 301, 404, 418, 500, 503])("a view's own status %i is passed on", async (status) => {
    expect((await get(`/status/${status}`)).status).toBe(status);
  });

  test.for(["GET", "POST", "PUT", "PATCH", "DELETE"])("%s reaches the app with its body", async (method) => {
    const body = JSON.stringify({ greeting: "안녕" });
    const answer = await ask(`${stack().url}/anything/a%20b?q=%EA%B0%80`, {
      method,
      headers: { "content-type": "application/json" },
      body,
    });
    expect(JSON.parse(answer.text)).toMatchObject({ method, args: { q: "가" }, data: body });
  });

  test("an answer that trickles for two seconds arrives whole", async () => {
    const answer = await get("/drip?duration=2&numbytes=50&delay=0");
    expect(answer.status).toBe(200);
    expect(answer.body.length).toBe(50);
  });

  test("an answer that the app streams arrives whole", async () => {
    const answer = await get("/stream/100");
    expect(answer.text.trim().split("\n")).toHaveLength(100);
  });

  test("text is compressed for whoever takes it, once", async () => {
    const page = await get("/html", { "accept-encoding": "gzip" });
    expect(page.headers["content-encoding"]).toBe("gzip");
    // The app compressed this one itself.
    const own = await get("/brotli", { "accept-encoding": "gzip, br" });
    expect(own.headers["content-encoding"]).toBe("br");
  });

  test("a range of a file, a redirect and a login work as without a proxy", async () => {
    expect(await get("/range/1000", { range: "bytes=10-19" })).toMatchObject({ status: 206 });
    expect(await get("/redirect-to?url=/get")).toMatchObject({ status: 302, headers: { location: "/get" } });
    expect((await get("/basic-auth/ada/lovelace")).status).toBe(401);
    const authorization = `Basic ${Buffer.from("ada:lovelace").toString("base64")}`;
    expect((await get("/basic-auth/ada/lovelace", { authorization })).status).toBe(200);
  });

  test("an absolute link names the host and port that the client asked", async () => {
    const answer = await get("/absolute-redirect/1");
    expect(answer.headers.location).toBe(`${stack().url}/get`);
  });

  test("a header with an underscore, and one of 7 kB, are what they are", async () => {
    const long = "x".repeat(7000);
    const { headers } = JSON.parse((await get("/headers", { "x-long": long })).text);
    expect(headers["X-Long"]).toBe(long);
  });
}
