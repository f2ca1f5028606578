const z95 = 1.96;

/** The 95 % interval of a share (Wilson's score interval): honest for few runs, and for none or all of them. */
export function interval(hits: number, total: number): readonly [low: number, high: number] {
  if (total === 0) return [0, 1];
  const share = hits / total;
  const scale = 1 + z95 ** 2 / total;
  const middle = (share + z95 ** 2 / (2 * total)) / scale;
  const half = (z95 / scale) * Math.sqrt((share * (1 - share)) / total + z95 ** 2 / (4 * total ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
