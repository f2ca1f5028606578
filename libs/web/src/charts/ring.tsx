import type { ReactNode } from 'react';

const radius = 42;

/** How much of something there is, as part of a circle. Only a picture: the words are beside it. */
export function Ring({ share, low = false }: { share: number; low?: boolean }): ReactNode {
  const part = Math.min(1, Math.max(0, share));
  return (
    <svg className={low ? 'ring ring-low' : 'ring'} viewBox="0 0 100 100" aria-hidden="true">
      <circle className="ring-whole" cx="50" cy="50" r={radius} />
      {part > 0 && (
        <circle
          className="ring-part"
          cx="50"
          cy="50"
          r={radius}
          pathLength="100"
          strokeDasharray={`${part * 100} 100`}
          transform="rotate(-90 50 50)"
        />
      )}
    </svg>
  );
}
