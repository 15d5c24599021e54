/** Surroundings that must not show in what a server exports. */
export interface World {
  /** What is other in it, as it stands in a sentence: `in another time zone`. */
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** As continuous integration is set up, mostly. */
export const USUAL_WORLD: World = {
  name: "in the usual surroundings",
  environment: { PYTHONHASHSEED: "0", SOURCE_DATE_EPOCH: "1767225600", TZ: "UTC", LC_ALL: "C.UTF-8", LANG: "C.UTF-8" },
};

/**
 * One difference each. Python orders sets by the hash seed; the time zone is the one that is farthest from UTC, so that
 * the day is another one for most of the day; builds that are to be the same take their date from SOURCE_DATE_EPOCH
 * (reproducible-builds.org); the locale is one whose case mapping and decimal point are other than those of C.
 */
export const OTHER_WORLDS: readonly World[] = [
  { name: "under another hash seed", environment: { PYTHONHASHSEED: "4242" } },
  { name: "in another time zone", environment: { TZ: "Pacific/Kiritimati" } },
  { name: "on another day, by SOURCE_DATE_EPOCH", environment: { SOURCE_DATE_EPOCH: "946684800" } },
  { name: "in another locale", environment: { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" } },
];

/** By the system's clock, where that can be turned: a leap year's last day, a moment before its end. */
export const OTHER_MOMENT = "2000-12-31T23:59:58Z";

/** All that is other at once. */
export const FAR_WORLD: World = {
  name: "elsewhere",
  environment: Object.assign({}, USUAL_WORLD.environment, ...OTHER_WORLDS.map(({ environment }) => environment)),
};
