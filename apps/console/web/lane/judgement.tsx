import type { ReactNode } from 'react';
import { judgementLine } from '../status/judgement.ts';
import type { Capability } from '../status/status.ts';

/** What the guardrails compare, with the numbers; open when one of them is broken. */
export function Judgement({ capability: { guardrails } }: { capability: Capability }): ReactNode {
  const { tests } = guardrails;
  if (tests.length === 0) return null;
  const broken = tests.filter((test) => test.broken).length;
  return (
    <details className="judgement" open={broken > 0}>
      <summary>
        {broken === 0 ? `All ${tests.length} comparisons of the guardrails hold` : `${broken} of ${tests.length} fail`}
      </summary>
      <ul>
        {tests.map((test) => {
          const line = judgementLine(test);
          return (
            <li key={line} className={test.broken ? 'judgement-broken' : undefined}>
              {line}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
