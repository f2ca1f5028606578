/**
 * How likely at least `failed` of `total` calls fail by chance, when each fails with probability `share`. The upper tail of
 * the binomial distribution, added up from its largest terms.
 */
export function chanceOf(failed: number, total: number, share: number): number {
  if (failed <= 0) return 1;
  let term = Math.exp(logOfTerm(failed, total, share));
  let sum = 0;
  for (let count = failed; count <= total; count += 1) {
    sum += term;
    if (term < sum * 1e-12) break;
    term *= ((total - count) / (count + 1)) * (share / (1 - share));
  }
  return Math.min(1, sum);
}

function logOfTerm(count: number, total: number, share: number): number {
  let log = count * Math.log(share) + (total - count) * Math.log1p(-share);
  for (let i = 0; i < count; i += 1) log += Math.log((total - i) / (count - i));
  return log;
}
