import type { ReactNode } from 'react';

export interface Share {
  id: string;
  value: number;
  name: string;
}

/** What a whole is made of: one bar in pieces, and what each of them is below it. How much it is is in the table it belongs to. */
export function MakeUp({ shares }: { shares: readonly Share[] }): ReactNode {
  const whole = shares.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  const pieces = shares.map((share, index) => {
    const before = shares.slice(0, index).reduce((sum, { value }) => sum + Math.max(0, value), 0);
    return { ...share, index, start: percent(before, whole), width: percent(Math.max(0, share.value), whole) };
  });
  return (
    <div className="make-up">
      <svg className="make-up-bar" aria-hidden="true">
        {pieces.map(({ id, index, start, width }) => (
          <rect key={id} className={`series-${index}`} x={`${start}%`} width={`${width}%`} height="100%" />
        ))}
      </svg>
      <ul className="make-up-legend">
        {pieces.map(({ id, index, name }) => (
          <li key={id}>
            <svg className="swatch" aria-hidden="true">
              <rect className={`series-${index}`} width="100%" height="100%" rx="3" />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

function percent(value: number, whole: number): number {
  return whole > 0 ? Math.round((value / whole) * 1_000) / 10 : 0;
}
