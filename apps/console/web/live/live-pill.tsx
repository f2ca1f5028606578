import type { ReactNode } from 'react';
import { formatTime } from '../format/format.ts';
import { useLive } from './live-provider.tsx';

/** Whether what is on the page is from this second. */
export function LivePill(): ReactNode {
  const { phase, receivedAt } = useLive();
  return (
    <span className={`live live-${phase}`}>
      <span className="live-dot" aria-hidden="true" />
      {textOf(phase)}
      {receivedAt !== undefined && phase !== 'live' && ` as of ${formatTime(receivedAt)}`}
    </span>
  );
}

function textOf(phase: ReturnType<typeof useLive>['phase']): string {
  switch (phase) {
    case 'connecting':
      return 'Connecting';
    case 'live':
      return 'Live';
    case 'lost':
      return 'Connection lost,';
    case 'ended':
      return 'Signed out,';
  }
}
