import { korean } from "./comments.ko";
import type { Answers } from "./plan";

/** A comment of one line or several at one indent, in a language whose comments begin with `#`. A commented-out line (`#gzip on;`) is none. */
const paragraph = /^([ \t]*)# [^\n]*(?:\n\1# [^\n]*)*/gm;

const words = (comment: string): string => comment.replace(/^[ \t]*# /gm, "").replaceAll("\n", " ");

/** Every comment of a file, each as one line of English. */
export const commentsOf = (text: string): readonly string[] => [...text.matchAll(paragraph)].map(([all]) => words(all));

/** The file with its comments in that language; one that has no translation stays English. */
export function translateComments(text: string, language: Answers["language"]): string {
  if (language === "en") return text;
  return text.replace(paragraph, (all: string, indent: string) => {
    const translation = korean[words(all)];
    return translation === undefined
      ? all
      : translation
          .split("\n")
          .map((line) => `${indent}# ${line}`)
          .join("\n");
  });
}
