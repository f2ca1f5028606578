import type { ReactNode } from 'react';
import type { Capability, Gate } from '../status/status.ts';

const marks: Record<Gate['verdict'], { mark: string; word: string }> = {
  pass: { mark: '✓', word: 'passed' },
  fail: { mark: '✗', word: 'failed' },
  insufficient: { mark: '…', word: 'too little to tell' },
};

/** What stands before a promotion. */
export function Gates({ capability: { gates, next } }: { capability: Capability }): ReactNode {
  if (gates.length === 0 || next === null) return null;
  return (
    <ul className="gates" aria-label="Promotion gates">
      {gates.map(({ gate, verdict, reasons }) => (
        <li key={gate} className={`gate gate-${verdict}`}>
          <span className="gate-mark" aria-hidden="true">
            {marks[verdict].mark}
          </span>
          <span>
            Gate <strong>{gate}</strong>: {reasons.length > 0 ? reasons.join('; ') : marks[verdict].word}
          </span>
        </li>
      ))}
    </ul>
  );
}
