import { describe, expect, test } from "vitest";
import { readListing } from "../../../client/src/stack/containerFiles";

describe("a folder's listing", () => {
  const drawn = (path: string, listing: string) =>
    readListing(path, listing).map(({ name, path, folder }) => `${folder ? "d" : "-"} ${name} ${path}`);

  test.each([
    ["/", "", []],
    ["/", "srv/\nbin/\n", ["d bin /bin", "d srv /srv"]],
    ["/srv", "", ["d .. /"]],
    [
      "/srv/app",
      "wsgi.py\n.env\nstatic/\n방명록/\na b.txt\n",
      [
        "d .. /srv",
        "d static /srv/app/static",
        "d 방명록 /srv/app/방명록",
        "- .env /srv/app/.env",
        "- a b.txt /srv/app/a b.txt",
        "- wsgi.py /srv/app/wsgi.py",
      ],
    ],
  ])("of %s: %j", (path, listing, expected) => expect(drawn(path, listing)).toEqual(expected));
});
