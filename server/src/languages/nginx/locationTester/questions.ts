/**
 * What decides an answer and is not in the configuration: what is on the disk, what a request has beside its URL, and who
 * answers behind nginx.
 */
export interface Question {
  /**
   * `file`, `folder`: whether there is one of that path; `holds`: whether a condition does; `refused`: whether a directive
   * turns the request away; `unreachable`: whether nobody answers at an address.
   */
  readonly kind: "file" | "folder" | "holds" | "refused" | "unreachable";
  /** A path, a condition, a directive or an address, as a person reads it. */
  readonly what: string;
}

/** Answers a question; the same one always alike. */
export type Ask = (question: Question) => boolean;

/** What comes of one set of answers. */
export interface Way<T> {
  /** The questions whose answer is yes. */
  readonly given: readonly Question[];
  readonly outcome: T;
}

/** More ways than a person reads are of no use. */
const most = 24;

/**
 * Every way that a run can take, by the answers that it gets. The first way whose conditions are all met is the right one,
 * as in a chain of `if` and `else`; the last has none.
 * @param known answers that are known; undefined for the others
 * @returns undefined where there are more than anybody would read
 */
export function everyWay<T>(
  run: (ask: Ask) => T,
  known: (question: Question) => boolean | undefined = () => undefined,
): Way<T>[] | undefined {
  let runs = 0;
  const explore = (given: readonly boolean[]): Way<T>[] => {
    if (++runs > most) return [];
    const asked: Answered[] = [];
    const outcome = run((question) => {
      const said = known(question) ?? implied(question, asked);
      if (said !== undefined) return said;
      // Each is a way more.
      if (asked.length >= most) throw tooMany;
      const answer = given[asked.length] ?? false;
      asked.push({ question, answer });
      return answer;
    });
    const answers = asked.map(({ answer }) => answer);
    const others = answers
      .slice(given.length)
      .flatMap((_, more) => explore([...answers.slice(0, given.length + more), true]));
    return [...others, { given: asked.filter(({ answer }) => answer).map(({ question }) => question), outcome }];
  };
  try {
    const ways = explore([]);
    return runs > most ? undefined : ways;
  } catch (error) {
    if (error === tooMany) return undefined;
    throw error;
  }
}

/** Ends a run that asks for more than anybody would read. */
const tooMany = new Error("too many questions");

interface Answered {
  readonly question: Question;
  readonly answer: boolean;
}

/** What follows from answers before: the same question, and that nothing is a file and a folder at once. */
function implied({ kind, what }: Question, asked: readonly Answered[]): boolean | undefined {
  for (const { question, answer } of asked) {
    if (question.what !== what) continue;
    if (question.kind === kind) return answer;
    if (answer && /^(?:file|folder)$/.test(kind) && /^(?:file|folder)$/.test(question.kind)) return false;
  }
  return undefined;
}
