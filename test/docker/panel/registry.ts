import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tarOf } from "../../../server/src/engine/docker/tar";

/** A registry on this machine, which an engine trusts without TLS: it has one image, `base`. */
export interface Registry {
  /** `127.0.0.1:40000/base` */
  readonly image: string;
  /** Publishes another version of it, with this text in the file /version. */
  publish(version: string): void;
  close(): void;
}

/** What a registry says of an image that it does not have. */
const unknown = JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] });

/** What a pull asks of a registry (OCI distribution, "pull"), and nothing else. */
export async function startRegistry(): Promise<Registry> {
  const blobs = new Map<string, { readonly type: string; readonly body: Buffer }>();
  let latest = "";
  const keep = (type: string, body: Buffer) => {
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    blobs.set(digest, { type, body });
    return { mediaType: type, digest, size: body.length };
  };
  const docker = (kind: string) => `application/vnd.docker.${kind}`;

  const server = createServer(({ url = "", method }, response) => {
    const asked = /\/(?:manifests|blobs)\/(.+)$/.exec(url)?.[1];
    const found = asked === undefined ? undefined : blobs.get(asked.startsWith("sha256:") ? asked : latest);
    const { type, body } = url === "/v2/" ? { type: "text/plain", body: Buffer.from("") } : (found ?? {});
    if (type === undefined || body === undefined) {
      return response.writeHead(404, { "content-type": "application/json" }).end(unknown);
    }
    const digest =
      found === undefined ? {} : { "docker-content-digest": asked?.startsWith("sha256:") ? asked : latest };
    response.writeHead(200, { "content-type": type, "content-length": body.length, ...digest });
    return response.end(method === "HEAD" ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    image: `127.0.0.1:${port}/base`,
    publish(version) {
      const layer = keep(docker("image.rootfs.diff.tar"), tarOf(new Map([["version", version]])));
      const config = keep(
        docker("container.image.v1+json"),
        Buffer.from(
          JSON.stringify({
            architecture: process.arch === "x64" ? "amd64" : process.arch,
            os: "linux",
            config: {},
            rootfs: { type: "layers", diff_ids: [layer.digest] },
          }),
        ),
      );
      const mediaType = docker("distribution.manifest.v2+json");
      latest = keep(
        mediaType,
        Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [layer] })),
      ).digest;
    },
    close: () => void server.close(),
  };
}
