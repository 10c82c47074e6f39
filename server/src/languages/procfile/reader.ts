/** One process type of a Procfile and the command that starts it. */
export interface Process {
  readonly name: string;
  readonly command: string;
  /** 1-based. */
  readonly line: number;
}

/** The processes of a Procfile in its order; lines that name none are passed over. */
export function readProcfile(text: string): readonly Process[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, i) => {
    const match = /^\s*([A-Za-z0-9_-]+)\s*:\s*(\S.*?)\s*$/.exec(line);
    return match?.[1] === undefined || match[2] === undefined
      ? []
      : [{ name: match[1], command: match[2], line: i + 1 }];
  });
}
