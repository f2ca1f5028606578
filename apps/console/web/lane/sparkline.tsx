import type { ReactNode } from 'react';
import { curve, height, heightOf, type Reading, topOf, width } from './curve.ts';

/** The last two minutes of both sides; the numbers beside it say the same to whoever does not see it. */
export function Sparkline({
  old,
  fresh,
  limit,
}: {
  old: readonly Reading[];
  fresh: readonly Reading[];
  limit: number | undefined;
}): ReactNode {
  const top = topOf([...old, ...fresh], limit);
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {limit !== undefined && (
        <line className="curve-limit" x1="0" x2={width} y1={heightOf(limit, top)} y2={heightOf(limit, top)} />
      )}
      <path className="curve-old" d={curve(old, top)} />
      <path className="curve-new" d={curve(fresh, top)} />
    </svg>
  );
}
