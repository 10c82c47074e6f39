/** Packs a zip file as small as deflate goes, which any unzip reads. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import { deflateAsync } from "@gfx/zopfli";
import { cacheFolder } from "./paths.mjs";

/** Signatures of the parts of a zip file, and how long each is before its names (APPNOTE 4.3). */
const local = { signature: 0x04034b50, length: 30 };
const central = { signature: 0x02014b50, length: 46 };
const end = { signature: 0x06054b50, length: 22 };
const [stored, deflated] = [0, 8];
/** The names are UTF-8. */
const utf8 = 0x0800;

/** Rewrites a zip file in place: the same files in the same order, each deflated by Zopfli. Node 22. */
export async function squeeze(path) {
  const entries = readEntries(readFileSync(path));
  const parts = [];
  const index = [];
  let offset = 0;
  for (const { name, time, attributes, content } of entries) {
    const packed = await deflate(content);
    const method = packed.length < content.length ? deflated : stored;
    const data = method === deflated ? packed : content;
    // Version, flags, method, time and date, checksum, both sizes, and how long the name is.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(utf8, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(time, 6);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const header = Buffer.alloc(local.length);
    header.writeUInt32LE(local.signature, 0);
    common.copy(header, 4);
    parts.push(header, name, data);
    const listed = Buffer.alloc(central.length);
    listed.writeUInt32LE(central.signature, 0);
    // Made on Unix, whose rights are in the attributes.
    listed.writeUInt16LE(0x0314, 4);
    common.copy(listed, 6);
    listed.writeUInt32LE(attributes, 38);
    listed.writeUInt32LE(offset, 42);
    index.push(listed, name);
    offset += header.length + name.length + data.length;
  }
  const listing = Buffer.concat(index);
  const last = Buffer.alloc(end.length);
  last.writeUInt32LE(end.signature, 0);
  last.writeUInt16LE(entries.length, 8);
  last.writeUInt16LE(entries.length, 10);
  last.writeUInt32LE(listing.length, 12);
  last.writeUInt32LE(offset, 16);
  writeFileSync(path, Buffer.concat([...parts, listing, last]));
}

function readEntries(zip) {
  const last = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const entries = [];
  let at = zip.readUInt32LE(last + 16);
  for (let left = zip.readUInt16LE(last + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== central.signature) throw new Error(`There is no entry at ${at} of the zip file`);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const start = zip.readUInt32LE(at + 42);
    const from = start + local.length + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const data = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    entries.push({
      name: zip.subarray(at + central.length, at + central.length + nameLength),
      time: zip.readUInt32LE(at + 12),
      attributes: zip.readUInt32LE(at + 38),
      content: zip.readUInt16LE(at + 10) === deflated ? inflateRawSync(data) : data,
    });
    at += central.length + nameLength + extra + comment;
  }
  return entries;
}

/** It takes seconds, and most files are as they were: these are kept. */
async function deflate(content) {
  const key = createHash("sha256").update(content).digest("hex").slice(0, 32);
  const kept = join(cacheFolder("squeezed"), key);
  if (existsSync(kept)) return readFileSync(kept);
  const packed = Buffer.from(await deflateAsync(content, { numiterations: 1 }));
  writeFileSync(kept, packed);
  return packed;
}
