import { expect, test } from "vitest";
import { withoutSecrets } from "../../../client/src/stack/secrets";

test("the values of variables that look like secrets are not shown; everything else is", () => {
  const inspected = {
    Id: "c1",
    Config: {
      Env: [
        "PATH=/usr/bin",
        "SECRET_KEY=a=b",
        "POSTGRES_PASSWORD=hunter2",
        "DATABASE_URL=postgres://me:hunter2@db/shop",
        "STRIPE_TOKEN=",
        "WEB_THREADS=8",
        "EMPTY",
      ],
      Labels: { SECRET_KEY: "no variable" },
    },
    Env: { not: "a list" },
  };
  expect(withoutSecrets(inspected)).toEqual({
    ...inspected,
    Config: {
      ...inspected.Config,
      Env: [
        "PATH=/usr/bin",
        "SECRET_KEY=********",
        "POSTGRES_PASSWORD=********",
        "DATABASE_URL=********",
        "STRIPE_TOKEN=",
        "WEB_THREADS=8",
        "EMPTY",
      ],
    },
  });
  expect(JSON.stringify(withoutSecrets(inspected))).not.toContain("hunter2");
});
