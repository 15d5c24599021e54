/** The difference to look at; a new object each time it is asked for, so that asking again scrolls again. */
export interface Reveal {
  readonly difference: number;
}
