import { expect, test } from "vitest";
import { Visitor } from "./support/http";
import { keepsPromises } from "./support/keepsPromises";
import { tutorial } from "./support/projects";
import type { Stack } from "./support/stack";

keepsPromises(tutorial, "flask-stack-test-tutorial", { tests, data: { write, remembered } });

/** The tutorial's own step, which empties the database that is there. */
const initDb = (stack: Stack) => stack.compose("exec", "-T", "web", "flask", "--app", "flaskr", "init-db");

/** A visitor registers, logs in and posts. */
async function write(stack: Stack): Promise<void> {
  await initDb(stack);
  const author = new Visitor(stack.url);
  const account = { username: "ada", password: "lovelace" };
  expect(await author.post("/auth/register", account)).toMatchObject({ status: 302 });
  const login = await author.post("/auth/login", account);
  expect(login).toMatchObject({ status: 302, headers: { location: "/" } });
  expect((await author.post("/create", { title: "First post", body: "Through Nginx" })).status).toBe(302);
}

/** SQLite in the instance folder. */
async function remembered(stack: Stack): Promise<void> {
  expect((await new Visitor(stack.url).get("/")).text).toContain("First post");
}

function tests(stack: () => Stack): void {
  test("the tutorial's own step, init-db, makes the database in the running stack", async () => {
    expect((await initDb(stack())).stdout).toContain("Initialized the database.");
  });

  test("a visitor registers, logs in, posts, and everybody reads it", async () => {
    await write(stack());
    const page = await new Visitor(stack().url).get("/");
    expect(page).toMatchObject({ status: 200 });
    expect(page.text).toContain("First post");
    expect(page.text).toContain('href="/static/style.css"');
  });

  test("a page that needs a login sends a stranger to it", async () => {
    expect(await new Visitor(stack().url).get("/create")).toMatchObject({
      status: 302,
      headers: { location: "/auth/login" },
    });
  });
}
