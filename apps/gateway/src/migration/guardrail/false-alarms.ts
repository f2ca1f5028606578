/** A guardrail of one capability cries wolf at most once in so many days of being looked at all the time. */
export const falseAlarmEveryDays = 30;

/** Errors and latency, of customers chosen by chance and of those included by hand, in the window and its last tenth. */
const testsPerLook = 8;
const dayMs = 86_400_000;

/**
 * What is looked at twice a second for a month is looked at millions of times, and the unlikely happens. So each look gets
 * only its share of the false alarms allowed (Bonferroni's bound: it holds however much one look resembles the one before).
 * @returns below which probability a difference is not taken for chance
 */
export function significanceOf(lookEveryMs: number): number {
  return lookEveryMs / (falseAlarmEveryDays * dayMs) / testsPerLook;
}
