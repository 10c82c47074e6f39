/** The Korean of every comment that a generated file can hold, by its English on one line. A line break here is one in the file. */
export const korean: Readonly<Record<string, string>> = {};
