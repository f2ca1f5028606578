import type { ReactNode } from 'react';
import { formatTime } from '../format/format.ts';
import type { Live } from './live-connection.ts';
import { useLive } from './live-provider.tsx';

/** Whether what is on the page is from this second. */
export function LivePill(): ReactNode {
  const { phase, receivedAt } = useLive();
  return (
    <span className={`live live-${phase}`}>
      <span className="live-dot" aria-hidden="true" />
      {words[phase]}
      {receivedAt !== undefined && phase !== 'live' && `, as of ${formatTime(receivedAt)}`}
    </span>
  );
}

const words: Record<Live['phase'], string> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connection lost',
  ended: 'Signed out',
};
