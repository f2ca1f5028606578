import type { FactCount, ParitySampleDocument } from '@wellspring/contract-gateway';

/** The fact under which whole exchanges are counted. */
export const wholeExchanges = '*';

/** Before the reason why an exchange was not compared, among the facts. No fact can begin so. */
export const exchangesNotCompared = '-';

/** Comparisons of one fact within one minute. */
export interface ParityCount extends FactCount {
  capability: string;
  /** Beginning of the minute. */
  minute: Date;
}

/** One difference, fit to be shown. */
export interface ParitySample extends Omit<ParitySampleDocument, 'at'> {
  at: Date;
}
