import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const media = join(import.meta.dirname, "../../media");
const manifest = JSON.parse(readFileSync(join(media, "../package.json"), "utf8"));

describe("icon.png", () => {
  it("is a PNG of 128 x 128", () => {
    const bytes = readFileSync(join(media, "icon.png"));
    expect(bytes.toString("latin1", 1, 4)).toBe("PNG");
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([128, 128]);
  });
});

describe("stack.svg", () => {
  it("has one colour, which is the activity bar's", () => {
    const colours = readFileSync(join(media, "stack.svg"), "utf8").matchAll(/(?:fill|stroke)="([^"]+)"/g);
    expect([...new Set([...colours].map(([, colour]) => colour))].sort()).toEqual(["currentColor", "none"]);
  });
});

describe("the walkthrough", () => {
  const pictures = readdirSync(join(media, "walkthrough"));

  it("has a picture for each step, and no other", () => {
    const steps: { media: { svg: string } }[] = manifest.contributes.walkthroughs[0].steps;
    expect(steps.map((step) => step.media.svg).sort()).toEqual(
      pictures.map((name) => `media/walkthrough/${name}`).sort(),
    );
  });

  it.each(pictures)("%s is drawn in the theme's colours, by attributes alone", (name) => {
    const text = readFileSync(join(media, "walkthrough", name), "utf8");
    // The page that VS Code shows it in takes no style and no script of ours.
    expect(text).not.toMatch(/<(style|script|image|foreignObject)|style=|href=|on\w+=/);
    const colours = [...text.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour ?? "");
    expect(colours.filter((colour) => colour !== "none" && !/^var\(--vscode-[\w-]+, #\w+\)$/.test(colour))).toEqual([]);
  });
});
