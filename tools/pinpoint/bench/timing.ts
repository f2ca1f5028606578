/** How long a run takes, and why. */

/** How it usually is: long enough to have ten seconds with calls of whatever is called every other second. */
export const beforeMs = 25_000;
/** A cause named after fifteen seconds counts as not found in time. */
export const faultMs = 16_000;
/** Until incidents are over: they are told so fifteen seconds after the last sign. Usually less is needed. */
export const longestRestMs = 60_000;
export const usualRestMs = 22_000;
/** Of what is done beside that: a fault begun or ended, the system stopped. What takes longer has come to no end. */
export const longestStepMs = 120_000;
/** The grace that starting has, and as long as it takes to be sure of something after it. */
export const startMs = 75_000;
/** At no particular moment of anything that happens at regular times. */
export const jitterMs = 3_000;

export const secondsPerRun = (beforeMs + faultMs + usualRestMs + jitterMs / 2) / 1_000;
export const secondsToStart = 60;
