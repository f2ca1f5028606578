/** The exact (Clopper-Pearson) 95 % interval of a share. */
export function interval(hits: number, total: number): readonly [low: number, high: number] {
  if (total === 0) return [0, 1];
  const tail = 0.025;
  const low = hits === 0 ? 0 : solve((share) => atLeast(hits, total, share) - tail);
  const high = hits === total ? 1 : solve((share) => tail - (1 - atLeast(hits + 1, total, share)));
  return [low, high];
}

/** Chance of at least so many hits. */
function atLeast(hits: number, total: number, share: number): number {
  let sum = 0;
  for (let count = hits; count <= total; count += 1) sum += Math.exp(logTerm(count, total, share));
  return Math.min(1, sum);
}

function logTerm(count: number, total: number, share: number): number {
  let log = count * Math.log(share) + (total - count) * Math.log1p(-share);
  for (let i = 0; i < count; i += 1) log += Math.log((total - i) / (count - i));
  return log;
}

/** Where a rising function is zero, by halving. */
function solve(rising: (share: number) => number): number {
  let low = 1e-9;
  let high = 1 - 1e-9;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
