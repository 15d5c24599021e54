/** Words by which code that has to do with one framework is known before it is followed. */
export interface FrameworkWords {
  /** Its crates, as code spells them. A crate that hands one of them on as a whole is passed over. */
  readonly crates: readonly string[];
  /** What paths begin with after `use CRATE::*`. */
  readonly globNames: readonly string[];
  /** Types of its routers, to which a trait of a project may give methods. */
  readonly routerTypes: readonly string[];
  /** Other words by which a file that may declare routes is known. */
  readonly declaring: readonly string[];
}

/** The words of all frameworks that are read. */
export interface Vocabulary {
  readonly crates: ReadonlySet<string>;
  readonly globNames: ReadonlySet<string>;
  readonly routerTypes: readonly string[];
  /** False for the text of a file that can only give values to others, so that it is read when one of them asks. */
  readonly mayDeclareRoutes: (text: string) => boolean;
}

export function vocabularyOf(frameworks: readonly FrameworkWords[]): Vocabulary {
  const crates = frameworks.flatMap((words) => words.crates);
  const routerTypes = frameworks.flatMap((words) => words.routerTypes);
  const declaring = [...crates, ...routerTypes, ...frameworks.flatMap((words) => words.declaring)];
  const mayDeclare = new RegExp(String.raw`\b(?:${declaring.join("|")})\b|\.\s*(?:route|nest|merge)\s*\(`);
  return {
    crates: new Set(crates),
    globNames: new Set(frameworks.flatMap((words) => words.globNames)),
    routerTypes,
    mayDeclareRoutes: (text) => mayDeclare.test(text),
  };
}
