/** What "Set Up…" asks for, one after the other. */
export const SET_UP_PARTS = ["python", "rust", "contract"] as const;

export type SetUpPart = (typeof SET_UP_PARTS)[number];

/** Something that was found for a part: the folder of a server, or the contract's file. */
export interface SetUpChoice {
  /** Relative to the folder that is set up. */
  readonly path: string;
  /** Where that is told, or how it is started; absent where nothing more is known. */
  readonly detail?: string;
}

/** What was found for each part, the likeliest first. */
export type SetUpChoices = Readonly<Record<SetUpPart, readonly SetUpChoice[]>>;

/** What was chosen, by its path; where a part is absent, the likeliest. */
export type SetUpChosen = Readonly<Partial<Record<SetUpPart, string>>>;
