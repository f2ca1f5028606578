/** Of so many, this many. */
export interface Count {
  hits: number;
  of: number;
}

/** A term this much smaller than the sum so far, and all that follow, add nothing. */
const negligible = 1e-13;

/**
 * Fisher's exact test, one-sided: how likely a share of hits at least as far above the other side's as this one comes
 * about by chance alone, were both sides alike. Exact however rare hits are and however few requests there were.
 */
export function fisher(ours: Count, theirs: Count): number {
  const hits = ours.hits + theirs.hits;
  const others = theirs.of - hits;
  // Hypergeometric: so many of all hits fall to us by chance.
  const probabilityOf = (count: number): number =>
    Math.exp(logChoose(ours.of, count) + logChoose(theirs.of, hits - count) - logChoose(ours.of + theirs.of, hits));
  const ratioTo = (count: number): number => ((ours.of - count + 1) * (hits - count + 1)) / (count * (others + count));
  const expected = (hits * ours.of) / (ours.of + theirs.of);
  return upperTail(ours.hits, {
    most: Math.min(hits, ours.of),
    least: Math.max(0, -others),
    expected,
    probabilityOf,
    ratioTo,
  });
}

/** The binomial test, one-sided: how likely at least so many hits are when each comes with probability `share`. */
export function binomial({ hits, of }: Count, share: number): number {
  if (share <= 0) return hits === 0 ? 1 : 0;
  if (share >= 1) return 1;
  const probabilityOf = (count: number): number =>
    Math.exp(logChoose(of, count) + count * Math.log(share) + (of - count) * Math.log1p(-share));
  const ratioTo = (count: number): number => ((of - count + 1) / count) * (share / (1 - share));
  return upperTail(hits, { most: of, least: 0, expected: of * share, probabilityOf, ratioTo });
}

interface Distribution {
  most: number;
  least: number;
  expected: number;
  probabilityOf: (count: number) => number;
  /** Of the probability of a count to that of the one before it. */
  ratioTo: (count: number) => number;
}

/** Added up from the end where the terms only get smaller: the other one would begin with terms too small to be numbers. */
function upperTail(from: number, { most, least, expected, probabilityOf, ratioTo }: Distribution): number {
  if (from <= least) return 1;
  let sum = 0;
  if (from > expected) {
    for (let count = from, term = probabilityOf(from); count <= most && term > sum * negligible; count++) {
      sum += term;
      term *= ratioTo(count + 1);
    }
    return Math.min(sum, 1);
  }
  for (let count = from - 1, term = probabilityOf(from - 1); count >= least && term > sum * negligible; count--) {
    sum += term;
    term /= ratioTo(count);
  }
  return Math.max(1 - sum, 0);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** By the table, and beyond it by Stirling's series, which is right to twelve digits there. */
function logFactorial(n: number): number {
  const known = logFactorials[n];
  if (known !== undefined) return known;
  const inverse = 1 / n;
  const correction = inverse * (1 / 12 - inverse * inverse * (1 / 360 - (inverse * inverse) / 1_260));
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + correction;
}

const logFactorials: readonly number[] = smallFactorials();

function smallFactorials(): number[] {
  const logs = [0];
  for (let n = 1; n < 64; n++) logs.push((logs[n - 1] ?? 0) + Math.log(n));
  return logs;
}
