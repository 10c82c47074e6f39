import { expect, test } from "vitest";
import { requestOrder } from "../../../../server/src/engine/docker/composeConfig";

/** `nginx* > web` is a published service that needs another. */
function services(text: string) {
  return text.split("; ").map((line) => {
    const [name = "", needs = ""] = line.split(" > ");
    return { name: name.replace("*", ""), published: name.endsWith("*"), dependsOn: needs.split(" ").filter(Boolean) };
  });
}

test.each([
  ["the stack as it is written", "db; nginx* > web; web > db", "nginx web db"],
  [
    "what needs the app's services, too, comes after the way",
    "beat > redis; nginx* > web; redis; web > redis",
    "nginx web redis beat",
  ],
  ["a proxy that names nothing that it needs", "app > db; db; proxy*", "proxy app db"],
  ["of two that are published, the one that needs more", "mail*; nginx* > web; web", "nginx web mail"],
  ["two that need each other", "one > two; two > one", "one two"],
  ["a service that is not there", "web > gone", "web"],
])("%s", (_, given, order) => {
  const ordered = requestOrder(services(given), ({ published }) => published);
  expect(ordered.map(({ name }) => name).join(" ")).toBe(order);
});
