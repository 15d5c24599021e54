/**
 * Variables under which a program that is started sees the clock stand at another moment, given in ISO 8601 in UTC; undefined where
 * this system cannot do that. A program that is linked statically sees the real one.
 */
export type TurnedClock = (moment: string) => Promise<Readonly<Record<string, string>> | undefined>;
